package dev.larder;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.larder.module.Module;
import dev.larder.module.Modules;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import jakarta.persistence.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, and what things are called. Holds for modules that do not exist yet, too. */
class ArchitectureTest {
    /**
     * Module on the left, those it may import on the right; "generated" are the protobuf messages and services. A line for a
     * part, such as *.grpc, adds to the line of its module. "larder" is the root package.
     */
    private static final Map<String, Set<String>> MAY_IMPORT = table(
            """
            error       ->
            definition  -> error
            row         ->
            module      -> error
            registry    -> definition, error
            online      -> row, definition, error
            job         -> registry, module, definition, error
            job.spark   -> wire, generated
            stream      -> registry, module, definition, error
            serving     -> registry, online, row, module, definition, error
            *.grpc      -> wire, module, generated
            *.rest      -> wire, generated
            wire        -> module, definition, error, generated
            embedded    ->
            ops         -> registry, online, job, stream, serving, row, wire, module, definition, error
            larder      -> embedded, module, error
            """);

    /** Parts of a module, nobody else's business. There are no others. */
    private static final Set<String> PARTS = Set.of("db", "grpc", "rest", "redis", "spark", "kafka");

    private static final Path SOURCES = Path.of("src/main/java");

    private static final DescribedPredicate<JavaClass> GENERATED = resideInAnyPackage(
                    "feast.proto..", "feast_spark.proto..", "dev.larder.proto..")
            .as("generated");
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.larder..")
            .and(DescribedPredicate.not(GENERATED))
            .as("ours");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.larder")
            .that(OURS);

    private static Map<String, Set<String>> table(String lines) {
        return lines.lines()
                .map(line -> line.split("->", -1))
                .collect(Collectors.toUnmodifiableMap(sides -> sides[0].strip(), sides -> names(sides[1])));
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    static Stream<String> modules() {
        return MAY_IMPORT.keySet().stream().filter(name -> !name.contains(".")).sorted();
    }

    private static String module(JavaClass type) {
        var names = type.getPackageName().split("\\.");
        return names.length == 2 ? "larder" : names[2];
    }

    /** Of {@code dev.larder.registry.grpc} it is {@code grpc}; empty for the module's root package. */
    private static String part(JavaClass type) {
        var names = type.getPackageName().split("\\.", 4);
        return names.length < 4 ? "" : names[3];
    }

    private static boolean isAllowedByTheTable(JavaClass from, JavaClass to) {
        if (OURS.test(to)) {
            return module(from).equals(module(to)) || mayImport(from, module(to));
        }
        return !GENERATED.test(to) || mayImport(from, "generated");
    }

    private static boolean mayImport(JavaClass from, String module) {
        return Stream.of(module(from), module(from) + "." + part(from), "*." + part(from))
                .anyMatch(line -> MAY_IMPORT.getOrDefault(line, Set.of()).contains(module));
    }

    private static ArchCondition<JavaClass> onlyImport(String what, BiPredicate<JavaClass, JavaClass> allowed) {
        return new ArchCondition<>("only import " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                !allowed.test(type, dependency.getTargetClass().getBaseComponentType()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> be(String where, Predicate<JavaClass> rule) {
        return ArchCondition.from(describe("be " + where, rule));
    }

    // Who may know whom

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleImportsOnlyWhatTheTableAllows(String module) {
        classes()
                .that(describe("are in " + module, type -> module(type).equals(module)))
                .should(onlyImport("what the table allows", ArchitectureTest::isAllowedByTheTable))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyModuleStandsInTheTable() {
        classes()
                .should(be("in a module of the table", type -> MAY_IMPORT.containsKey(module(type))))
                .check(CLASSES);
    }

    @Test
    void thePartsOfAModuleAreItsOwn() {
        classes()
                .should(onlyImport(
                        "the root packages of other modules",
                        (from, to) -> !OURS.test(to) || module(from).equals(module(to)) || part(to).isEmpty()))
                .check(CLASSES);
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("dev.larder.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void errorsAndDefinitionsKnowNoFramework() {
        classes()
                .that()
                .resideInAnyPackage("dev.larder.error..", "dev.larder.definition..")
                .should(onlyImport("Java itself", (from, to) -> OURS.test(to) || isJava(to)))
                .check(CLASSES);
    }

    /** It is compiled again in spark-jobs. */
    @Test
    void rowKnowsOnlyTheProtobufRuntime() {
        classes()
                .that()
                .resideInAPackage("dev.larder.row..")
                .should(onlyImport(
                        "Java itself and protobuf",
                        (from, to) -> OURS.test(to)
                                || isJava(to)
                                || resideInAnyPackage("com.google.protobuf").test(to)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static boolean isJava(JavaClass type) {
        return type.isPrimitive() || resideInAnyPackage("java..").test(type);
    }

    // Which library is known where

    @Test
    void jpaIsKnownOnlyToDb() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.larder.*.db..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..", "io.quarkus.panache.."))
                .check(CLASSES);
    }

    @Test
    void protobufIsKnownOnlyToDoorsWireRowAndSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.larder.wire..",
                        "dev.larder.row..",
                        "dev.larder.job.spark..",
                        "dev.larder.*.grpc..",
                        "dev.larder.*.rest..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.google.protobuf..").or(GENERATED))
                .check(CLASSES);
    }

    /** ChronoUnit counts nanoseconds on the way, which overflow before 1677 and after 2262; Micros does not. */
    @Test
    void microsecondsAreCountedInOnePlace() {
        noClasses()
                .should()
                .callMethod(ChronoUnit.class, "between", Temporal.class, Temporal.class)
                .orShould()
                .callMethod(Instant.class, "until", Temporal.class, TemporalUnit.class)
                .check(CLASSES);
    }

    @Test
    void grpcStatusIsKnownOnlyToWire() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.larder.wire..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.grpc\\.(protobuf\\.)?Status.*|com\\.google\\.rpc\\..*")
                .check(CLASSES);
    }

    // What things are called

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*[.$](\\w*(Impl|Utils?|Helper|Manager|V2)|Base[A-Z]\\w*)")
                .check(CLASSES);
    }

    /** "Entity" is a domain word here. */
    @Test
    void jpaClassesAreCalledStored() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .haveSimpleNameStartingWith("Stored")
                .check(CLASSES);
    }

    /** So that a replica without the module does not promise its services. */
    @Test
    void everyGrpcServiceIsThatOfAModule() {
        var absence = Map.of(
                Module.REGISTRY, Modules.NO_REGISTRY, Module.JOBS, Modules.NO_JOBS, Module.SERVING, Modules.NO_SERVING);
        classes()
                .that()
                .areAnnotatedWith(GrpcService.class)
                .should(be("looked up unless their module is absent", type -> Module.of(type.reflect())
                        .filter(module -> type.isAnnotatedWith(LookupUnlessProperty.class)
                                && type.getAnnotationOfType(LookupUnlessProperty.class)
                                        .name()
                                        .equals(absence.get(module)))
                        .isPresent()))
                .check(CLASSES);
    }

    /** Background work begins when the module it belongs to does, see {@code ReplicaStarted}. */
    @Test
    void onlyOpsKnowsTheStartOfTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.larder.ops..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.quarkus.runtime.StartupEvent")
                .check(CLASSES);
    }

    @Test
    void partsAreCalledAfterWhatTheySpeak() {
        classes()
                .should(be(
                        "in a root package or one of " + new TreeSet<>(PARTS),
                        type -> part(type).isEmpty() || PARTS.contains(part(type))))
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            var silent = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
                    .map(folder -> SOURCES.relativize(folder).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(), silent);
        }
    }
}
