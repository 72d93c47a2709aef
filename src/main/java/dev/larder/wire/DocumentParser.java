package dev.larder.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * YAML or JSON text to nodes. Of YAML it takes what JSON has and several documents in one text; anchors are refused, because a
 * few lines of them unfold into gigabytes.
 */
final class DocumentParser {
    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(100).build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final JsonFactory YAML =
            YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build();

    private final JsonParser parser;

    private DocumentParser(JsonParser parser) {
        this.parser = parser;
    }

    static List<Node> yaml(String text) {
        return parse(YAML, text);
    }

    static List<Node> json(String text) {
        return parse(JSON, text);
    }

    private static List<Node> parse(JsonFactory factory, String text) {
        try (var parser = factory.createParser(text)) {
            return new DocumentParser(parser).documents();
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            var place = location == null
                    ? new Node.Place(1, 1)
                    : new Node.Place(location.getLineNr(), Math.max(1, location.getColumnNr()));
            throw place.error("MALFORMED_DOCUMENT", "", firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("the document cannot be read");
    }

    private List<Node> documents() throws IOException {
        var documents = new ArrayList<Node>();
        while (parser.nextToken() != null) {
            var node = node();
            if (!(node instanceof Node.Scalar scalar && scalar.text() == null)) {
                documents.add(node);
            }
        }
        return documents;
    }

    private Node node() throws IOException {
        refuseAnchors();
        var place = place();
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(place);
            case START_ARRAY -> sequence(place);
            case VALUE_NULL -> new Node.Scalar(null, place);
            default -> new Node.Scalar(parser.getText(), place);
        };
    }

    private Node mapping(Node.Place place) throws IOException {
        var entries = new ArrayList<Node.Entry>();
        var keys = new HashSet<String>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var keyPlace = place();
            if (!keys.add(key)) {
                throw keyPlace.error("DUPLICATE_FIELD", key, "field \"%s\" is given twice".formatted(key));
            }
            parser.nextToken();
            entries.add(new Node.Entry(key, node(), keyPlace));
        }
        return new Node.Mapping(entries, place);
    }

    private Node sequence(Node.Place place) throws IOException {
        var items = new ArrayList<Node>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Node.Sequence(items, place);
    }

    private void refuseAnchors() throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw place().error("UNSUPPORTED_YAML", "", "YAML anchors and aliases are not supported; write it out");
        }
    }

    private Node.Place place() {
        var location = parser.currentTokenLocation();
        return new Node.Place(location.getLineNr(), Math.max(1, location.getColumnNr()));
    }
}
