package dev.larder.definition;

import java.util.SortedMap;

/** A data source that delivers rows as they happen. */
public sealed interface StreamSource extends DataSource {
    StreamFormat format();

    /** @param bootstrapServers {@code host:port}, separated by commas */
    record KafkaSource(SourceColumns columns, String bootstrapServers, String topic, StreamFormat format)
            implements StreamSource {
        public KafkaSource {
            SourceColumns.require("kafka_options.bootstrap_servers", bootstrapServers);
            SourceColumns.require("kafka_options.topic", topic);
        }

        @Override
        public SortedMap<String, String> facts() {
            var facts = columns.facts("STREAM_KAFKA", "topic", topic);
            facts.put("bootstrap_servers", bootstrapServers);
            format.addFacts(facts);
            return facts;
        }
    }

    /** Can be registered; no job reads it. */
    record KinesisSource(SourceColumns columns, String region, String streamName, StreamFormat format)
            implements StreamSource {
        public KinesisSource {
            SourceColumns.require("kinesis_options.region", region);
            SourceColumns.require("kinesis_options.stream_name", streamName);
        }

        @Override
        public SortedMap<String, String> facts() {
            var facts = columns.facts("STREAM_KINESIS", "stream_name", streamName);
            facts.put("region", region);
            format.addFacts(facts);
            return facts;
        }
    }
}
