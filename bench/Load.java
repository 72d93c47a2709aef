import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** So many entity rows and so many features, asked for in one dialect. */
record Load(int rows, int features, Dialect dialect) {
    private static final String SERVICE = "feast.serving.ServingService/";

    enum Dialect {
        COLUMNS("GetOnlineFeatures"),
        ROWS("GetOnlineFeaturesV2");

        private final String method;

        Dialect(String method) {
            this.method = method;
        }
    }

    /** @param size such as 100x250 */
    static Load of(String size, Dialect dialect) {
        var numbers = Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
        return new Load(numbers[0], numbers[1], dialect);
    }

    int tables() {
        return (features + OnlineData.FEATURES - 1) / OnlineData.FEATURES;
    }

    private byte[] request(List<Long> entities) {
        return dialect == Dialect.COLUMNS
                ? OnlineData.columns(entities, features).toByteArray()
                : OnlineData.rows(entities, features).toByteArray();
    }

    /** The bytes of the answer about these entities. */
    byte[] call(Channel channel, List<Long> entities) {
        return RawClient.call(channel, SERVICE + dialect.method, request(entities));
    }

    /** Whether every value is what it must be. */
    boolean isRight(List<Long> entities, byte[] answer) throws InvalidProtocolBufferException {
        var values = dialect == Dialect.COLUMNS
                ? OnlineData.valuesOfColumns(answer)
                : OnlineData.valuesOfRows(answer, features);
        return values.equals(OnlineData.expected(entities, features));
    }

    /** Calls once, compares every value of the answer, and readies the load generator, which can only compare its size. */
    H2load ready(Sandbox sandbox, Application application, Channel channel) throws IOException {
        var entities = OnlineData.someEntities(rows, new Random(rows));
        var answer = call(channel, entities);
        if (!isRight(entities, answer)) {
            throw new IllegalStateException(this + " is answered with wrong values");
        }
        return new H2load(
                sandbox, application.grpcPort(), SERVICE + dialect.method, request(entities), answer.length);
    }

    /** A call that does nothing, in the same service. */
    static H2load readyEmpty(Sandbox sandbox, Application application, Channel channel) throws IOException {
        var method = SERVICE + "GetFeastServingInfo";
        var answer = RawClient.call(channel, method, new byte[0]);
        return new H2load(sandbox, application.grpcPort(), method, new byte[0], answer.length);
    }

    static List<String> sizes() {
        return List.of("1x50", "10x50", "100x50", "100x250");
    }

    @Override
    public String toString() {
        return "%d × %d, %s".formatted(rows, features, dialect.name().toLowerCase(Locale.ROOT));
    }
}
