package dev.larder.ops;

import dev.larder.module.In;
import dev.larder.module.Module;
import dev.larder.module.Modules;
import dev.larder.module.ReplicaStarted;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

/** Lets the background work of this replica's modules begin. */
@ApplicationScoped
class ReplicaStart {
    private final Modules modules;
    private final Schema schema;
    private final Event<ReplicaStarted> started;

    ReplicaStart(Modules modules, Schema schema, Event<ReplicaStarted> started) {
        this.modules = modules;
        this.schema = schema;
        this.started = started;
    }

    void begin(@Observes StartupEvent event) throws InterruptedException {
        if (!modules.has(Module.REGISTRY)) {
            schema.await();
        }
        for (Module module : modules.present()) {
            started.select(new In.Literal(module)).fire(new ReplicaStarted());
        }
    }
}
