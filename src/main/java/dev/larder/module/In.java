package dev.larder.module;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes an observer of {@link ReplicaStarted} one that only replicas with this module have. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface In {
    Module value();

    /** The annotation as an object, to fire the event with. */
    final class Literal extends AnnotationLiteral<In> implements In {
        private static final long serialVersionUID = 1L;

        private final Module module;

        public Literal(Module module) {
            this.module = module;
        }

        @Override
        public Module value() {
            return module;
        }
    }
}
