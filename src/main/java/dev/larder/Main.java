package dev.larder;

import dev.larder.embedded.EmbeddedServers;
import dev.larder.embedded.EmbeddedSettings;
import dev.larder.embedded.EmbeddedStartException;
import dev.larder.embedded.StopSequence;
import dev.larder.error.LarderException;
import dev.larder.module.Modules;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.logging.Logger;

/** Starts the embedded servers, then the application; stops the application, then the servers. */
@QuarkusMain
public final class Main {
    private static final int FAILED = 1;
    private static final List<Logger> QUARKUS_LOGS =
            List.of(Logger.getLogger(Quarkus.class.getName()), Logger.getLogger(Application.class.getName()));

    Main() {}

    public static void main(String... args) {
        var config = EmbeddedSettings.configuration();
        var embedded = EmbeddedSettings.from(config);
        Modules modules;
        try {
            modules = Modules.of(
                    config.getOptionalValue(Modules.SETTING, String.class).orElse(Modules.ALL));
            modules.checkServers(!embedded.postgres() && !embedded.redis());
        } catch (LarderException e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
            return;
        }
        modules.properties().forEach(System::setProperty);
        var servers = new EmbeddedServers(modules.needRedis() ? embedded : embedded.withoutRedis());
        var stopSequence = StopSequence.of(servers, () -> ApplicationLifecycleManager.getCurrentApplication() != null);
        try {
            servers.start();
        } catch (EmbeddedStartException e) {
            stopSequence.applicationStopped();
            if (!stopSequence.isUnderWay()) {
                System.err.println(e.getMessage());
                System.exit(FAILED);
            }
            return;
        }
        if (stopSequence.isUnderWay()) {
            stopSequence.applicationStopped();
            return;
        }
        servers.properties().forEach(System::setProperty);
        // Quarkus calls this handler when the application has stopped. The default one tells the launch mode: in
        // production it exits.
        var exit = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        ApplicationLifecycleManager.setDefaultExitCodeHandler((code, failure) -> {
            ApplicationLifecycleManager.setDefaultExitCodeHandler(exit);
            stopSequence.applicationStopped();
            exit.accept(code, failure);
        });
        for (var log : QUARKUS_LOGS) {
            log.setFilter(message -> !isTooLateToStart(message.getThrown()));
        }
        Quarkus.run(Larder.class, args);
    }

    /**
     * Told to end while it starts, Quarkus fails because the JVM accepts no shutdown hooks any more. Whoever pressed Ctrl-C need not see
     * that stack trace.
     */
    private static boolean isTooLateToStart(Throwable failure) {
        return failure != null
                && ("Shutdown in progress".equals(failure.getMessage()) || isTooLateToStart(failure.getCause()));
    }
}
