package dev.poolwarden.bench.overload;

/** */
public final class Overload {

    private Overload() {}

    public static void measure() throws Exception {
        Options options = Options.parse(System.getProperty("bench.options", "all"));
        System.err.println(Precedence.take());
        try (Bed bed = new Bed(options)) {
            if (options.parts().contains("loads")) {
                Loads.measure(bed, options);
            }
        }
    }
}
