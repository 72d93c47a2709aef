package dev.larder.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.larder.error.LarderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * YAML or JSON text to nodes. Of YAML it takes what JSON has and several documents in one text; anchors are refused, because a
 * few lines of them unfold into gigabytes.
 */
final class DocumentParser {
    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(100).build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final JsonFactory YAML = YAMLFactory.builder()
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .streamReadConstraints(CONSTRAINTS)
            .build();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final JsonParser parser;

    private DocumentParser(JsonParser parser) {
        this.parser = parser;
    }

    /** Every document that is not empty. */
    static List<Node> yaml(String text) {
        return parse(YAML, text);
    }

    /** Empty if there is nothing but white space or a null. */
    static Optional<Node> json(String text) {
        var roots = parse(JSON, text);
        if (roots.size() > 1) {
            throw roots.get(1)
                    .place()
                    .error("MALFORMED_DOCUMENT", "", "the JSON has ended; several objects must stand in one array");
        }
        return roots.stream().findFirst();
    }

    private static List<Node> parse(JsonFactory factory, String text) {
        try (var parser = factory.createParser(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)) {
            return documents(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private static List<Node> documents(JsonParser parser) throws IOException {
        try {
            return new DocumentParser(parser).documents();
        } catch (JsonProcessingException e) {
            throw malformed(e, e.getLocation() == null ? parser.currentLocation() : e.getLocation());
        }
    }

    private static LarderException malformed(JsonProcessingException e, JsonLocation location) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            var mark = marked.getProblemMark();
            return malformed(new Node.Place(mark.getLine() + 1, mark.getColumn() + 1), marked.getProblem());
        }
        return malformed(place(location), e.getOriginalMessage());
    }

    private static LarderException malformed(Node.Place place, String message) {
        return place.error("MALFORMED_DOCUMENT", "", ParserWords.plain(message));
    }

    private List<Node> documents() throws IOException {
        var documents = new ArrayList<Node>();
        while (parser.nextToken() != null) {
            var node = node();
            if (!node.isNull()) {
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
        if (parser instanceof YAMLParser yaml && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
            throw place().error("UNSUPPORTED_YAML", "", "YAML anchors and aliases are not supported; write it out");
        }
    }

    private Node.Place place() {
        return place(parser.currentTokenLocation());
    }

    private static Node.Place place(JsonLocation location) {
        return new Node.Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
