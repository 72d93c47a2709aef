package dev.larder.module;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What this replica is for. Not a mapping like other settings: one with the prefix {@code larder} would refuse every other property that
 * begins so.
 */
class ModuleSettings {
    /**
     * The modules that this replica answers for: {@code registry}, {@code jobs}, {@code serving}, with commas between. It has none of the
     * doors of the others, does none of their work in the background, and opens no connection that only they need.
     */
    @Produces
    @Singleton
    Modules modules(@ConfigProperty(name = Modules.SETTING, defaultValue = Modules.ALL) String list) {
        return Modules.of(list);
    }
}
