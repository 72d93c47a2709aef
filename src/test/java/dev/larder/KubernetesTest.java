package dev.larder;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.larder.embedded.EmbeddedSettings;
import dev.larder.module.Modules;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in {@code k8s/}: every field is known to Kubernetes, every name leads to something, every setting exists. */
class KubernetesTest {
    private static final Path FOLDER = Path.of("k8s");
    private static final Path SPARK = FOLDER.resolve("spark");
    private static final String PATCH = "registry-patch.yaml";
    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final Path IMAGE = Path.of("src/main/docker/Dockerfile.jvm");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "rbac.authorization.k8s.io/v1 Role", Role.class,
            "rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class);

    /** Refuses what it does not know: the models would keep unknown fields for later. */
    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private static final List<HasMetadata> OBJECTS = new ArrayList<>();
    private static final Set<String> SETTINGS = new HashSet<>();
    private static final List<ConfigClass> MAPPINGS = new ArrayList<>();

    @BeforeAll
    static void read() throws Exception {
        for (Path folder : List.of(FOLDER, SPARK)) {
            for (JsonNode file : kustomization(folder).path("resources")) {
                OBJECTS.addAll(objects(Files.readString(folder.resolve(file.asText()))));
            }
        }
        for (URL list : Collections.list(
                KubernetesTest.class.getClassLoader().getResources("META-INF/quarkus-config-roots.list"))) {
            try (var names = list.openStream()) {
                for (String name : new String(names.readAllBytes(), StandardCharsets.UTF_8).split("\\s+")) {
                    MAPPINGS.add(ConfigClass.configClass(Class.forName(name)));
                }
            }
        }
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.larder").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .forEach(type -> MAPPINGS.add(ConfigClass.configClass(type.reflect())));
        MAPPINGS.forEach(
                mapping -> SETTINGS.addAll(ConfigMappings.getProperties(mapping).keySet()));
        SETTINGS.addAll(List.of(EmbeddedSettings.DATA_DIR, Modules.SETTING));
    }

    private static JsonNode kustomization(Path folder) throws IOException {
        return STRICT.readTree(Files.readString(folder.resolve(KUSTOMIZATION)));
    }

    private static List<HasMetadata> objects(String yaml) throws IOException {
        var objects = new ArrayList<HasMetadata>();
        try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(new StringReader(yaml))) {
            while (documents.hasNext()) {
                var document = documents.next();
                var kind = document.path("apiVersion").asText() + " "
                        + document.path("kind").asText();
                assertTrue(KINDS.containsKey(kind), kind);
                objects.add(STRICT.treeToValue(document, KINDS.get(kind)));
            }
        }
        return objects;
    }

    private static <T extends HasMetadata> List<T> all(Class<T> kind) {
        return OBJECTS.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T extends HasMetadata> Set<String> names(Class<T> kind) {
        return all(kind).stream().map(object -> object.getMetadata().getName()).collect(Collectors.toSet());
    }

    static List<Deployment> deployments() {
        return all(Deployment.class);
    }

    private static Container container(Deployment deployment) {
        var containers = deployment.getSpec().getTemplate().getSpec().getContainers();
        assertEquals(1, containers.size());
        return containers.get(0);
    }

    @Test
    void anUnknownFieldIsNoticed() {
        assertThrows(
                UnrecognizedPropertyException.class,
                () -> objects("{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {prots: []}}"));
    }

    @Test
    void everyFileIsNamedByAKustomization() throws IOException {
        for (Path folder : List.of(FOLDER, SPARK)) {
            var kustomization = kustomization(folder);
            var named = new TreeSet<>(Set.of(KUSTOMIZATION));
            kustomization.path("resources").forEach(file -> named.add(file.asText()));
            kustomization
                    .path("patches")
                    .forEach(patch -> named.add(patch.path("path").asText()));
            kustomization.path("configMapGenerator").forEach(map -> map.path("files")
                    .forEach(file -> named.add(file.asText())));
            try (var files = Files.list(folder)) {
                assertEquals(
                        named,
                        files.filter(Files::isRegularFile)
                                .map(file -> file.getFileName().toString())
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
    }

    @Test
    void thereAreTheRegistryWithJobsAndServing() {
        var modules = all(Deployment.class).stream()
                .map(deployment -> Modules.of(environment(deployment).get("LARDER_MODULES")))
                .toList();
        assertEquals(List.of(Modules.of("registry,jobs"), Modules.of("serving")), modules);
    }

    private static Map<String, String> environment(Deployment deployment) {
        return container(deployment).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void aDeploymentFitsTogether(Deployment deployment) throws IOException {
        var pod = deployment.getSpec().getTemplate();
        var container = container(deployment);
        assertEquals(
                deployment.getSpec().getSelector().getMatchLabels(),
                pod.getMetadata().getLabels());
        assertEquals("larder", container.getImage());
        assertEquals(
                Map.of("http", 8080, "grpc", 6565),
                container.getPorts().stream()
                        .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort)));
        for (Function<Container, Probe> probe : List.<Function<Container, Probe>>of(
                Container::getStartupProbe, Container::getLivenessProbe, Container::getReadinessProbe)) {
            var question = probe.apply(container).getHttpGet();
            assertEquals("http", question.getPort().getStrVal());
            assertTrue(question.getPath().matches("/q/health/(started|live|ready)"), question.getPath());
        }
        assertEquals(
                pod.getSpec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet()),
                container.getVolumeMounts().stream().map(VolumeMount::getName).collect(Collectors.toSet()));
        pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .forEach(volume -> assertTrue(names(PersistentVolumeClaim.class)
                        .contains(volume.getPersistentVolumeClaim().getClaimName())));
        var maps = configMaps(FOLDER);
        container
                .getEnvFrom()
                .forEach(from -> assertTrue(maps.contains(from.getConfigMapRef().getName())));
    }

    /** So that it may run where pods are restricted, as the user that the image has made. */
    @ParameterizedTest
    @MethodSource("deployments")
    void aPodMayDoNoMoreThanItNeeds(Deployment deployment) throws IOException {
        var pod = deployment.getSpec().getTemplate().getSpec();
        var rights = container(deployment).getSecurityContext();
        assertTrue(pod.getSecurityContext().getRunAsNonRoot());
        assertEquals(
                "RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
        assertFalse(pod.getAutomountServiceAccountToken());
        assertTrue(rights.getReadOnlyRootFilesystem());
        assertFalse(rights.getAllowPrivilegeEscalation());
        assertEquals(List.of("ALL"), rights.getCapabilities().getDrop());
        var user = pod.getSecurityContext().getRunAsUser() + ":"
                + pod.getSecurityContext().getRunAsGroup();
        assertTrue(Files.readString(IMAGE).contains("USER " + user), user);
        var written = container(deployment).getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .toList();
        assertTrue(written.contains("/tmp"), "the JVM and its libraries write there");
    }

    private static Set<String> configMaps(Path folder) throws IOException {
        var names = new HashSet<String>();
        kustomization(folder)
                .path("configMapGenerator")
                .forEach(map -> names.add(map.path("name").asText()));
        return names;
    }

    @Test
    void whatSelectsPodsSelectsThoseOfADeploymentAndItsPorts() {
        var selectors = new ArrayList<Map<String, String>>();
        for (Service service : all(Service.class)) {
            selectors.add(service.getSpec().getSelector());
            var ports = selected(service.getSpec().getSelector()).getPorts().stream()
                    .map(ContainerPort::getName)
                    .toList();
            service.getSpec()
                    .getPorts()
                    .forEach(port ->
                            assertTrue(ports.contains(port.getTargetPort().getStrVal()), port.getName()));
        }
        all(PodDisruptionBudget.class)
                .forEach(budget -> selectors.add(budget.getSpec().getSelector().getMatchLabels()));
        all(Deployment.class).forEach(deployment -> deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getTopologySpreadConstraints()
                .forEach(spread -> selectors.add(spread.getLabelSelector().getMatchLabels())));
        selectors.forEach(KubernetesTest::selected);
        assertEquals(5, selectors.size());
        for (HorizontalPodAutoscaler scaler : all(HorizontalPodAutoscaler.class)) {
            var target = scaler.getSpec().getScaleTargetRef();
            var scaled = all(Deployment.class).stream()
                    .filter(deployment -> deployment.getMetadata().getName().equals(target.getName()))
                    .findFirst()
                    .orElseThrow();
            assertEquals("apps/v1 Deployment", target.getApiVersion() + " " + target.getKind());
            assertEquals(null, scaled.getSpec().getReplicas(), "two masters of one number");
            assertNotNull(container(scaled).getResources().getRequests().get("cpu"), "what the percentage is of");
        }
    }

    private static Container selected(Map<String, String> selector) {
        return all(Deployment.class).stream()
                .filter(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(selector.entrySet()))
                .map(KubernetesTest::container)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing has the labels " + selector));
    }

    @Test
    void everySecretIsOneThatTheDocumentationCreates() throws IOException {
        var documentation = Files.readString(Path.of("docs/deployment.md"));
        var secrets = all(Deployment.class).stream()
                .flatMap(deployment -> container(deployment).getEnv().stream())
                .filter(variable -> variable.getValueFrom() != null)
                .map(variable -> variable.getValueFrom().getSecretKeyRef())
                .toList();
        assertEquals(6, secrets.size());
        for (SecretKeySelector secret : secrets) {
            assertTrue(
                    documentation
                            .lines()
                            .anyMatch(line -> line.contains("create secret generic " + secret.getName() + " ")
                                    && line.contains("--from-literal=" + secret.getKey() + "=")),
                    secret.getName() + ":" + secret.getKey());
        }
    }

    @Test
    void everyVariableIsASettingOrTheImages() throws IOException {
        var known = SETTINGS.stream().map(KubernetesTest::variable).collect(Collectors.toSet());
        var image = Files.readString(IMAGE);
        var literals = new ArrayList<String>();
        kustomization(FOLDER).path("configMapGenerator").forEach(map -> map.path("literals")
                .forEach(literal -> literals.add(literal.asText().split("=")[0])));
        var variables = Stream.concat(
                        literals.stream(),
                        all(Deployment.class).stream()
                                .flatMap(deployment -> container(deployment).getEnv().stream())
                                .map(EnvVar::getName))
                .collect(Collectors.toCollection(TreeSet::new));
        assertAll(variables.stream()
                .map(variable -> () -> assertTrue(
                        variable.matches("(LARDER|QUARKUS)_.*")
                                ? known.contains(variable)
                                : image.contains("ENV " + variable + "="),
                        variable)));
        Arrays.asList("LARDER_MODULES", "QUARKUS_REDIS_HOSTS", "JAVA_OPTS")
                .forEach(variable -> assertTrue(variables.contains(variable), variable));
        assertFalse(known.contains("LARDER_MODULE"));
    }

    private static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    @Test
    void sparkInPodsHasItsAccountItsRightsAndItsSettings() throws IOException {
        var patch = (Deployment) objects(Files.readString(SPARK.resolve(PATCH))).get(0);
        assertTrue(names(Deployment.class).contains(patch.getMetadata().getName()));
        var pod = patch.getSpec().getTemplate().getSpec();
        assertTrue(names(ServiceAccount.class).contains(pod.getServiceAccountName()));
        assertEquals(
                configMaps(SPARK),
                pod.getVolumes().stream()
                        .map(volume -> volume.getConfigMap().getName())
                        .collect(Collectors.toSet()));
        assertEquals(
                pod.getVolumes().get(0).getName(),
                container(patch).getVolumeMounts().get(0).getName());
        assertTrue(Files.readString(IMAGE).contains("WORKDIR /opt/larder\n"), "config/ is looked for there");
        assertEquals(
                "/opt/larder/config", container(patch).getVolumeMounts().get(0).getMountPath());

        var binding = all(RoleBinding.class).get(0);
        assertTrue(names(Role.class).contains(binding.getRoleRef().getName()));
        assertTrue(names(ServiceAccount.class)
                .contains(binding.getSubjects().get(0).getName()));

        var properties = new Properties();
        try (var file = Files.newBufferedReader(SPARK.resolve("application.properties"))) {
            properties.load(file);
        }
        var settings = ConfigMappings.propertyNamesMatcher(MAPPINGS);
        properties.stringPropertyNames().forEach(name -> assertTrue(settings.matches(name), name));
        assertFalse(settings.matches("larder.spark.masters"));
        assertEquals(
                kustomization(FOLDER).path("namespace").asText(),
                properties.get("larder.spark.conf.\"spark.kubernetes.namespace\""));
        assertEquals(
                pod.getServiceAccountName(),
                properties.get("larder.spark.conf.\"spark.kubernetes.authenticate.driver.serviceAccountName\""));
    }
}
