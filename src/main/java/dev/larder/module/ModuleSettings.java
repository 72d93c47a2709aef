package dev.larder.module;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What this replica is for. */
@ConfigMapping(prefix = "larder")
public interface ModuleSettings {
    /**
     * The modules that this replica answers for: {@code registry}, {@code jobs}, {@code serving}, with commas between. It has none of the
     * doors of the others, does none of their work in the background, and opens no connection that only they need.
     */
    @WithDefault(Modules.ALL)
    Modules modules();
}
