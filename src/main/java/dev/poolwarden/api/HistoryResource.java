package dev.poolwarden.api;

import dev.poolwarden.control.History;
import dev.poolwarden.control.Mark;
import dev.poolwarden.control.Marks;
import dev.poolwarden.control.Samples;
import dev.poolwarden.pressure.PressureSettings;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The last hour for plots; from memory, on the event loop, for anyone. */
@Path(Paths.DATABASE + "/history")
@ForReaders
public class HistoryResource {

    private final History history;
    private final Marks marks;
    private final PressureSettings pressure;
    private final ApiSettings settings;

    HistoryResource(History history, Marks marks, PressureSettings pressure, ApiSettings settings) {
        this.history = history;
        this.marks = marks;
        this.pressure = pressure;
        this.settings = settings;
    }

    @GET
    @NonBlocking
    @Operation(summary = "The last ticks, for plots")
    public RestResponse<HistoryView> history(
            @Parameter(description = "How far back, 1s to 1h, written as 30s, 15m, 1h or PT15M")
                    @DefaultValue("15m")
                    @QueryParam("window")
                    String window,
            @Parameter(description = "What becomes one, 1s to 5m, written like that")
                    @DefaultValue("1s")
                    @QueryParam("step")
                    String step,
            @Parameter(
                            description =
                                    "Only what is later than this, in ms since 1970: the last at_ms that is known already")
                    @QueryParam("after")
                    String after) {
        PlotQuery query = PlotQuery.of(window, step, after);
        Samples samples = history.samples(query.window(), query.after());
        HistoryView view = HistoryView.of(
                settings.instance(), pressure, query.step(), samples.inSteps(query.step()), marks(query, samples));
        return ResponseBuilder.ok(view).header("Cache-Control", "no-store").build();
    }

    /** Up to the last sample: what came since is told with the next one, once. */
    private List<Mark> marks(PlotQuery query, Samples samples) {
        if (samples.size() == 0) {
            return List.of();
        }
        long last = samples.at()[samples.size() - 1];
        return marks.between(Math.max(query.after(), last - query.window()), last);
    }
}
