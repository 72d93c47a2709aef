package dev.larder.online.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.RedisChild;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.online.OnlineStore.Lookup;
import dev.larder.online.OnlineStore.NewRow;
import dev.larder.online.OnlineStore.Outcome;
import dev.larder.online.OnlineStores;
import dev.larder.row.Expiry;
import dev.larder.row.RowField;
import dev.larder.row.RowKey;
import dev.larder.row.RowWriter;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Redis with a password, behind TLS. */
class RedisSecurityTest {
    private static final String PASSWORD = "correct-horse";
    private static final String WRONG_PASSWORD = "battery-staple";
    private static final byte[] FIELD = RowField.encode(1);

    @TempDir
    private static Path folder;

    private static RedisChild redis;
    private static TlsProxy proxy;

    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(new PatternFormatter("%s%e").format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    static void start() throws Exception {
        redis = RedisChild.start("online-security", "--requirepass", PASSWORD);
        proxy = new TlsProxy(folder, redis.port());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        redis.close();
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger("").removeHandler(listener);
    }

    @Test
    void rowsAreWrittenAndReadOverTlsWithAPassword() {
        use(this::trusting, store -> {
            var row = new RowWriter().begin(0).end();
            var key = RowKey.encode(1, List.of(1L));
            assertEquals(
                    List.of(Outcome.WRITTEN),
                    OnlineStores.get(store.write(List.of(new NewRow(key, FIELD, row, Expiry.NEVER)))));
            assertArrayEquals(
                    row,
                    OnlineStores.get(store.read(List.of(new Lookup(key, new byte[][] {FIELD}))))
                            .get(0)[0]);
        });
        assertSilent(PASSWORD);
    }

    @Test
    void aCertificateThatIsNotTrustedIsUnavailable() {
        use(
                options -> options.setConnectionString(tls(PASSWORD))
                        .getNetClientOptions()
                        .setHostnameVerificationAlgorithm("HTTPS"),
                store -> assertUnavailable("Redis cannot be reached at the moment. Try again.", store));
        assertLogged("Redis cannot be reached: PKIX path building failed");
        assertSilent(PASSWORD);
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDALONE", "CLUSTER"})
    void aWrongPasswordIsSaidAndNotShown(RedisClientType type) {
        var answer = "WRONGPASS invalid username-password pair or user is disabled.";
        use(
                options -> options.setType(type).setConnectionString(plain(":" + WRONG_PASSWORD + "@")),
                store -> assertUnavailable("Redis refuses: " + answer + " Try again.", store));
        assertLogged(answer);
        assertSilent(WRONG_PASSWORD);
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDALONE", "CLUSTER"})
    void aMissingPasswordIsSaid(RedisClientType type) {
        use(
                options -> options.setType(type).setConnectionString(plain("")),
                store -> assertUnavailable("Redis refuses: NOAUTH Authentication required. Try again.", store));
    }

    private void trusting(RedisOptions options) {
        options.setConnectionString(tls(PASSWORD));
        NetClientOptions net = options.getNetClientOptions();
        net.setTrustOptions(proxy.trust()).setHostnameVerificationAlgorithm("HTTPS");
    }

    private static String tls(String password) {
        return "rediss://:%s@127.0.0.1:%d".formatted(password, proxy.port());
    }

    private static String plain(String userInfo) {
        return "redis://%s127.0.0.1:%d".formatted(userInfo, redis.port());
    }

    private static void use(Consumer<RedisOptions> how, Consumer<RedisOnlineStore> work) {
        try (var fixture = new RedisFixture(RedisFixture.patient(), how)) {
            work.accept(fixture.store(Clock.systemUTC()));
        }
    }

    private static void assertUnavailable(String text, RedisOnlineStore store) {
        var lookups = List.of(new Lookup(RowKey.encode(1, List.of(1L)), new byte[][] {FIELD}));
        var failure = assertThrows(LarderException.class, () -> OnlineStores.get(store.read(lookups)));
        assertEquals(ErrorCode.UNAVAILABLE + " " + text, failure.code() + " " + failure.getMessage());
    }

    private void assertLogged(String text) {
        assertTrue(log.stream().anyMatch(line -> line.contains(text)), log::toString);
    }

    private void assertSilent(String secret) {
        assertFalse(log.stream().anyMatch(line -> line.contains(secret)), log::toString);
    }
}
