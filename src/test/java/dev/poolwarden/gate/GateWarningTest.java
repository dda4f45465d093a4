package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateWarningTest {

    private final List<String> warnings = new ArrayList<>();
    private final GateRig rig = new GateRig(21, new GateListener() {
        @Override
        public void nearLimit(int inFlight, int limit) {
            warnings.add(inFlight + " of " + limit);
        }
    });

    @Test
    void warns_once_when_nine_tenths_of_the_usable_permits_are_out() {
        rig.expectNested();
        rig.take(17);
        assertThat(warnings).isEmpty();

        rig.take(3);

        assertThat(warnings).containsExactly("18 of 21");
    }

    @Test
    void warns_again_only_when_re_armed() {
        rig.expectNested();
        List<Permit> permits = rig.take(18);
        permits.get(0).release();
        rig.take();
        assertThat(warnings).hasSize(1);

        rig.gate.armNearLimitWarning();
        rig.take();

        assertThat(warnings).containsExactly("18 of 21", "19 of 21");
    }
}
