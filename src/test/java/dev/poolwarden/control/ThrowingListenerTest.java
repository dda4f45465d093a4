package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A listener that throws costs the others nothing. */
class ThrowingListenerTest {

    private final List<String> heard = new ArrayList<>();

    private final class Throwing implements StateListener {

        private final Throwable sampled;
        private final Throwable confirmed;

        private Throwing(Throwable sampled, Throwable confirmed) {
            this.sampled = sampled;
            this.confirmed = confirmed;
        }

        @Override
        public void sampled(PublishedState now) {
            heard.add("sampled");
            fail(sampled);
        }

        @Override
        public void confirmed(PublishedState now) {
            heard.add("confirmed");
            fail(confirmed);
        }
    }

    private static void fail(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }

    private static void tell(StateListener... listeners) {
        new Listeners(List.of(listeners)).tell(each -> each.sampled(null), each -> each.confirmed(null));
    }

    @Test
    void a_change_is_told_though_another_listener_throws() {
        MonitorRig rig = MonitorRig.started();
        rig.probe(MonitorRig.AWAY);
        rig.trouble = new IllegalStateException("no");

        assertThatThrownBy(rig::second).isSameAs(rig.trouble);

        assertThat(rig.samples).hasSize(2).last().isSameAs(rig.monitor.published());
        assertThat(rig.changes).hasSize(2).last().isSameAs(rig.monitor.published());
    }

    @Test
    void everybody_is_told_everything_and_what_was_thrown_comes_out_as_one() {
        Throwable first = new AssertionError("first");
        Throwable second = new IllegalStateException("second");
        Throwable third = new IllegalArgumentException("third");

        assertThatThrownBy(() -> tell(new Throwing(null, third), new Throwing(first, null), new Throwing(second, null)))
                .isSameAs(first)
                .hasSuppressedException(second)
                .hasSuppressedException(third);

        assertThat(heard).containsExactly("sampled", "sampled", "sampled", "confirmed", "confirmed", "confirmed");
    }

    @Test
    void what_is_thrown_again_and_again_comes_out_as_itself() {
        Throwable same = new OutOfMemoryError("kept ready");
        assertThatThrownBy(() -> tell(new Throwing(same, same), new Throwing(same, null)))
                .isSameAs(same)
                .hasNoSuppressedExceptions();
        assertThat(heard).hasSize(4);
    }

    @Test
    void nothing_comes_out_where_nobody_throws() {
        tell(new Throwing(null, null));
        assertThat(heard).containsExactly("sampled", "confirmed");
    }
}
