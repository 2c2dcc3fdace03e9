package dev.canopy.maven;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Generates Canopy's classes from Flyway migrations, or from a database that exists, and adds them to the project's sources.
 * Runs the generator in a JVM of its own, on a JDK 21 or later, with what the plugin's {@code <dependencies>} add to the class
 * path. Where neither the migrations nor the configuration nor the generator has changed, nothing is started; what comes
 * from a URL is always read anew.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
    private static final int LEAST = 21;

    /** What chooses the database for the migrations; the generator reads it from its environment. */
    private static final List<String> DATABASE_SETTINGS =
            List.of("canopy.db", "canopy.db.user", "canopy.db.password", "canopy.db.image");

    private final ToolchainManager toolchains;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    /**
     * Where the migrations are: directories, or Flyway's {@code filesystem:} and {@code classpath:} locations, the latter in the
     * plugin's dependencies. Without any and without a URL: {@code src/main/resources/db/migration}.
     */
    @Parameter
    private @Nullable List<String> migrations;

    /** Settings of Flyway without their prefix, such as {@code <placeholders.owner>}. */
    @Parameter
    private @Nullable Map<String, String> flyway;

    /** A database that exists, in place of migrations; it is read and nothing else. */
    @Parameter(property = "canopy.url")
    private @Nullable String url;

    /** Who signs in at the URL. */
    @Parameter(property = "canopy.user")
    private @Nullable String user;

    /** With which password. */
    @Parameter(property = "canopy.password")
    private @Nullable String password;

    /** The root package of the classes; needed unless {@code <generator>} says it. */
    @Parameter(property = "canopy.package")
    private @Nullable String packageName;

    /** The source root to write to. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/canopy", required = true)
    private File output;

    /** {@code singular} for {@code User}, {@code jooq} for {@code UsersRecord}. */
    @Parameter
    private @Nullable String recordNames;

    /** Names of one's own, such as {@code <record.people>Human</record.people>}. */
    @Parameter
    private @Nullable Map<String, String> names;

    /** jOOQ's {@code <generator>}: forced types, converters, includes, and whatever else it has. */
    @Parameter
    private @Nullable PlexusConfiguration generator;

    /** Generates nothing; what was generated before stays in the build. */
    @Parameter(property = "canopy.skip", defaultValue = "false")
    private boolean skip;

    /** Called by Maven. */
    @Inject
    @SuppressWarnings("NullAway") // Maven fills in the fields
    public GenerateMojo(ToolchainManager toolchains) {
        this.toolchains = toolchains;
    }

    /** Generates, or says that nothing has changed. */
    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        project.addCompileSourceRoot(output.getPath());
        if (skip) {
            getLog().info("Generation is skipped.");
            return;
        }
        try {
            generate();
        } catch (IOException e) {
            throw new MojoExecutionException("The generator cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("The generator was interrupted.", e);
        }
    }

    private void generate() throws IOException, InterruptedException, MojoFailureException {
        Path folder = Path.of(project.getBuild().getDirectory(), "canopy");
        String id = execution.getExecutionId();
        List<String> arguments = arguments(folder.resolve(id + ".xml"));
        Path stamp = folder.resolve(id + ".stamp");
        String before = url == null ? stampOf(arguments) : "";
        if (url == null && Files.exists(stamp) && Files.readString(stamp).equals(before + " " + written())) {
            getLog().info("Nothing has changed since " + output + " was generated.");
            return;
        }
        Files.deleteIfExists(stamp);
        String complaint = new Program(jdk().java(), classPath(), arguments, environment())
                .run(folder.resolve(id + ".arguments"), getLog()::info);
        if (!complaint.isEmpty()) {
            throw new MojoFailureException(complaint);
        }
        if (url == null) {
            Files.writeString(stamp, before + " " + written());
        }
        getLog().info("Generated " + output + " from "
                + (url == null ? String.join(", ", locations()) : "the database."));
    }

    private List<String> arguments(Path jooq) throws IOException {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--url", url);
        add(arguments, "--user", user);
        if (url == null || migrations != null) {
            locations().forEach(location -> add(arguments, "--migrations", location));
        }
        add(arguments, "--package", packageName);
        add(arguments, "--output", output.getPath());
        add(arguments, "--record-names", recordNames);
        sorted(names).forEach((what, name) -> add(arguments, "--name", what + "=" + name));
        sorted(flyway).forEach((setting, value) -> add(arguments, "--flyway", "flyway." + setting + "=" + value));
        if (generator != null) {
            Files.createDirectories(jooq.getParent());
            Files.writeString(jooq, xml(generator));
            add(arguments, "--config", jooq.toString());
        }
        return arguments;
    }

    private List<String> locations() {
        List<String> given = migrations == null || migrations.isEmpty()
                ? List.of(project.getBasedir() + "/src/main/resources/db/migration")
                : migrations;
        return given.stream().map(this::absolute).toList();
    }

    private String absolute(String location) {
        if (location.startsWith("classpath:")) {
            return location;
        }
        String path = location.startsWith("filesystem:") ? location.substring("filesystem:".length()) : location;
        return project.getBasedir().toPath().resolve(path).normalize().toString();
    }

    /** Of everything that the sources depend on. The password is not among it. */
    private String stampOf(List<String> arguments) throws IOException {
        Stamp stamp = new Stamp().text(plugin.getVersion());
        arguments.forEach(stamp::text);
        for (String location : locations()) {
            if (!location.startsWith("classpath:")) {
                stamp.content(Path.of(location));
            }
        }
        if (generator != null) {
            stamp.text(xml(generator));
        }
        for (Path jar : classPath()) {
            stamp.text(jar.toString());
            stamp.text(Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis());
        }
        return stamp.value();
    }

    private String written() throws IOException {
        return new Stamp().content(output.toPath()).value();
    }

    private List<Path> classPath() {
        return plugin.getArtifacts().stream()
                .map(Artifact::getFile)
                .filter(file -> file != null)
                .map(File::toPath)
                .toList();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String setting : DATABASE_SETTINGS) {
            String value = session.getUserProperties()
                    .getProperty(setting, project.getProperties().getProperty(setting));
            if (value != null && !value.isBlank()) {
                environment.put(setting.toUpperCase(Locale.ROOT).replace('.', '_'), value);
            }
        }
        if (password != null) {
            environment.put("CANOPY_CODEGEN_PASSWORD", password);
        }
        return environment;
    }

    private Jdk jdk() throws MojoFailureException {
        return ofToolchain()
                .or(() -> Jdk.at(Path.of(System.getProperty("java.home"))))
                .filter(jdk -> jdk.feature() >= LEAST)
                .or(() -> JdkSearch.onThisMachine(LEAST).find())
                .orElseThrow(() -> new MojoFailureException(
                        "Canopy generates on a JDK %d or later, and none was found: install one anywhere usual, or name it in JAVA%d_HOME."
                                .formatted(LEAST, LEAST)));
    }

    /** The one that the build selected; where that is too old, it says so and another is looked for. */
    private Optional<Jdk> ofToolchain() {
        Toolchain selected = toolchains.getToolchainFromBuildContext("jdk", session);
        if (selected == null) {
            return Optional.empty();
        }
        Optional<Jdk> jdk = Optional.ofNullable(selected.findTool("java"))
                .map(java -> Path.of(java).resolve("../..").normalize())
                .flatMap(Jdk::at);
        jdk.filter(old -> old.feature() < LEAST)
                .ifPresent(old -> getLog().info("The toolchain's JDK is %d; the generator runs on a JDK %d or later."
                        .formatted(old.feature(), LEAST)));
        return jdk.filter(found -> found.feature() >= LEAST);
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            arguments.add(option);
            arguments.add(value.strip());
        }
    }

    private static Map<String, String> sorted(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : new TreeMap<>(map);
    }

    private static String xml(PlexusConfiguration element) {
        StringWriter xml = new StringWriter();
        write(element, xml);
        return xml.toString();
    }

    private static void write(PlexusConfiguration element, StringWriter xml) {
        xml.append('<').append(element.getName()).append('>');
        if (element.getChildCount() == 0) {
            String value = Optional.ofNullable(element.getValue()).orElse("");
            xml.append(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        }
        for (PlexusConfiguration child : element.getChildren()) {
            write(child, xml);
        }
        xml.append("</").append(element.getName()).append(">\n");
    }
}
