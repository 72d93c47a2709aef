package dev.larder;

import dev.larder.embedded.EmbeddedServers;
import dev.larder.embedded.EmbeddedSettings;
import dev.larder.embedded.EmbeddedStartException;
import dev.larder.embedded.StopSequence;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the embedded servers, then the application; stops the application, then the servers. */
@QuarkusMain
public final class Main {
    private static final int FAILED = 1;

    Main() {}

    public static void main(String... args) {
        var servers = new EmbeddedServers(EmbeddedSettings.read());
        var stopSequence = StopSequence.of(servers);
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
        Quarkus.run(Larder.class, args);
    }
}
