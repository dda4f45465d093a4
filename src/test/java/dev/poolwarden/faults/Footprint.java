package dev.poolwarden.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a process takes of the machine at one moment.
 *
 * @param heapMb used, garbage too
 * @param residentMb as the system counts it
 * @param threads of Java, without the workers
 * @param workers that serve HTTP, as many as were once needed at the same time, and for half a minute longer
 * @param files open ones, its listening sockets too, without the connections of those who ask it
 */
record Footprint(double heapMb, double residentMb, int threads, int workers, int files) {

    private static final double MB = 1 << 20;
    private static final Path PROCESSES = Path.of("/proc");
    private static final String WORKER = "executor-thread"; // all of the name that Linux keeps
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Whether the system tells what a process takes, as Linux does. */
    static boolean isTold() {
        return Files.isDirectory(PROCESSES);
    }

    /** As the process' metrics and the system tell it. */
    static Footprint of(long pid, String url) throws IOException, InterruptedException {
        URI metrics = URI.create(url + "/q/metrics");
        List<String> lines = HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                .body()
                .toList();
        Path process = PROCESSES.resolve(Long.toString(pid));
        int workers = workers(process);
        return new Footprint(
                sum(lines, "jvm_memory_used_bytes{area=\"heap\"") / MB,
                resident(process),
                (int) sum(lines, "jvm_threads_live_threads") - workers,
                workers,
                files(process) - connections(process, metrics.getPort()));
    }

    /** Has the process collect its garbage, so that its heap shows what is alive; a binary has nothing that does so. */
    static void collect(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    private static double sum(List<String> lines, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static double resident(Path process) throws IOException {
        try (Stream<String> lines = Files.lines(process.resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        }
    }

    private static int workers(Path process) throws IOException {
        int workers = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path each : tasks) {
                workers += isWorker(each) ? 1 : 0;
            }
        }
        return workers;
    }

    private static boolean isWorker(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith(WORKER);
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    private static int files(Path process) throws IOException {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return (int) files.count();
        }
    }

    /** Established connections to its port; how many stay open is the client's affair. */
    private static int connections(Path process, int port) throws IOException {
        String established = String.format("(?i)\\s*\\d+: [0-9A-F]+:%04X [0-9A-F]+:[0-9A-F]+ 01 .*", port);
        int connections = 0;
        for (String family : List.of("net/tcp", "net/tcp6")) {
            try (Stream<String> lines = Files.lines(process.resolve(family))) {
                connections +=
                        (int) lines.filter(line -> line.matches(established)).count();
            }
        }
        return connections;
    }
}
