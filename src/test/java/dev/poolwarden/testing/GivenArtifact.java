package dev.poolwarden.testing;

import io.quarkus.test.common.ArtifactLauncher;
import io.quarkus.test.common.ArtifactLauncher.InitContext;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.launcher.ArtifactLauncherProvider;
import io.quarkus.test.junit.launcher.JarLauncherProvider;
import io.quarkus.test.junit.launcher.NativeImageLauncherProvider;
import java.nio.file.Path;
import java.util.Properties;

/** Has {@code @QuarkusIntegrationTest} start the artifact that somebody names instead of what this build packaged. */
public final class GivenArtifact implements ArtifactLauncherProvider {

    @Override
    public boolean supportsArtifactType(String type, String testProfile) {
        return Artifact.given().isPresent();
    }

    @Override
    public ArtifactLauncher<? extends InitContext> create(CreateContext context) {
        Artifact artifact = Artifact.given().orElseThrow();
        if (artifact.isNative()) {
            System.setProperty("native.image.path", artifact.path().toString()); // where Quarkus' launcher looks
        }
        ArtifactLauncherProvider quarkus =
                artifact.isNative() ? new NativeImageLauncherProvider() : new JarLauncherProvider();
        return quarkus.create(new Elsewhere(context, artifact));
    }

    /** What Quarkus knows of its build, but for the path. */
    private record Elsewhere(CreateContext build, Artifact artifact) implements CreateContext {

        @Override
        public Properties quarkusArtifactProperties() {
            Properties properties = new Properties(build.quarkusArtifactProperties());
            properties.setProperty("path", artifact.path().toString());
            return properties;
        }

        @Override
        public Path buildOutputDirectory() {
            return build.buildOutputDirectory();
        }

        @Override
        public Class<?> testClass() {
            return build.testClass();
        }

        @Override
        public Class<? extends QuarkusTestProfile> profile() {
            return build.profile();
        }

        @Override
        public InitContext.DevServicesLaunchResult devServicesLaunchResult() {
            return build.devServicesLaunchResult();
        }
    }
}
