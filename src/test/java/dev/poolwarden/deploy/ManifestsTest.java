package dev.poolwarden.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests fit Kubernetes' schema, and say what the documentation says of them. */
class ManifestsTest {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/ServiceAccount", ServiceAccount.class,
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class);

    /** 20, less 3 that PostgreSQL keeps for superusers, less 2 that Poolwarden leaves free for others. */
    private static final int CONNECTIONS = 15;

    private final JsonNode tree = DeployFiles.manifest("deployment.yaml");
    private final Deployment deployment = DeployFiles.strictly(tree, Deployment.class);
    private final Container container =
            deployment.getSpec().getTemplate().getSpec().getContainers().get(0);

    static List<Path> manifests() {
        return DeployFiles.manifests();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void fits_the_schema(Path file) {
        JsonNode manifest = DeployFiles.yaml(file);
        String kind = manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
        assertThat(KINDS).containsKey(kind);
        assertThat(DeployFiles.strictly(manifest, KINDS.get(kind))).isNotNull();
        assertThat(manifest.at("/metadata/name").asText()).isEqualTo("poolwarden");
        assertThat(manifest.at("/metadata").has("namespace")).as("namespace").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spec", "/spec/template/spec", "/spec/template/spec/containers/0/livenessProbe/httpGet"})
    void what_the_schema_does_not_know_is_found(String place) {
        ((ObjectNode) tree.at(place)).put("redinessProbe", 1);
        assertThatThrownBy(() -> DeployFiles.strictly(tree, Deployment.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redinessProbe");
    }

    @Test
    void kustomize_takes_all_that_need_nothing_else() {
        JsonNode kustomization = DeployFiles.manifest("kustomization.yaml");
        assertThat(texts(kustomization.path("resources")))
                .containsExactlyInAnyOrderElementsOf(DeployFiles.manifests().stream()
                        .filter(file -> file.getNameCount() == 2)
                        .map(file -> file.getFileName().toString())
                        .toList());
        assertThat(kustomization.at("/images/0/name").asText()).isEqualTo(container.getImage());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Test
    void nothing_runs_as_root_or_may_become_it_or_write() {
        var pod = deployment.getSpec().getTemplate().getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getContainers()).hasSize(1);
        var security = container.getSecurityContext();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getPrivileged()).isNull();
        assertThat(container.getVolumeMounts())
                .singleElement()
                .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    }

    @Test
    void half_a_cpu_and_512_mb() {
        Map<String, Quantity> size = Map.of("cpu", new Quantity("500m"), "memory", new Quantity("512Mi"));
        assertThat(container.getResources().getLimits()).isEqualTo(size);
        assertThat(container.getResources().getRequests()).isEqualTo(size);
    }

    @Test
    void the_probes_ask_for_what_stays_up_whatever_the_database_does() {
        assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe()))
                .extracting(probe -> probe.getHttpGet().getPath())
                .containsOnly("/q/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
        for (Probe each :
                List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())) {
            assertThat(each.getHttpGet().getPort().getStrVal())
                    .isEqualTo(container.getPorts().get(0).getName());
        }
        assertThat(container.getPorts().get(0).getContainerPort()).isEqualTo(8080);
    }

    @Test
    void it_may_drain_before_it_is_killed() throws IOException {
        Properties application = new Properties();
        try (var in = ManifestsTest.class.getResourceAsStream("/application.properties")) {
            application.load(in);
        }
        long requests = Duration.parse("PT" + application.getProperty("quarkus.shutdown.timeout"))
                .toSeconds();
        long connections = 10; // Lifecycle's patience
        long pause = container.getLifecycle().getPreStop().getSleep().getSeconds();
        assertThat(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThan(pause + requests + connections);
    }

    @Test
    void all_instances_together_leave_the_database_a_connection() {
        int each = number("POOLWARDEN_POOL_SIZE") + number("POOLWARDEN_POOL_MAX_OVERFLOW") + 1;
        var update = deployment.getSpec().getStrategy().getRollingUpdate();
        int instances =
                deployment.getSpec().getReplicas() + update.getMaxSurge().getIntVal();
        assertThat(instances * each).isLessThan(CONNECTIONS);
        assertThat(update.getMaxUnavailable().getIntVal()).isPositive();
    }

    private int number(String name) {
        return container.getEnv().stream()
                .filter(each -> each.getName().equals(name))
                .map(each -> Integer.parseInt(each.getValue()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void only_settings_that_there_are_and_no_secret_in_clear() {
        assertThat(DeployFiles.settings())
                .containsAll(container.getEnv().stream().map(EnvVar::getName).toList());
        assertThat(container.getEnv())
                .filteredOn(each -> each.getName().matches("DATABASE_URL|POOLWARDEN_OPERATORS|.*PASSWORD.*"))
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.getValue()).isNull();
                    assertThat(each.getValueFrom().getSecretKeyRef().getName()).isEqualTo("poolwarden");
                });
        assertThat(deployment.getSpec().getTemplate().getSpec().getEnableServiceLinks())
                .as("names that look like settings")
                .isFalse();
    }

    @Test
    void everything_selects_these_pods() {
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(DeployFiles.strictly(DeployFiles.manifest("service.yaml"), Service.class)
                        .getSpec()
                        .getSelector())
                .isEqualTo(labels);
        for (String each : List.of("pod-disruption-budget.yaml", "optional/service-monitor.yaml")) {
            assertThat(DeployFiles.manifest(each)
                            .at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                            .asText())
                    .as(each)
                    .isEqualTo(labels.get("app.kubernetes.io/name"));
        }
    }

    @Test
    void prometheus_finds_the_metrics() {
        Map<String, String> annotations =
                deployment.getSpec().getTemplate().getMetadata().getAnnotations();
        assertThat(annotations)
                .containsEntry("prometheus.io/scrape", "true")
                .containsEntry("prometheus.io/path", "/q/metrics")
                .containsEntry("prometheus.io/port", "8080");
    }
}
