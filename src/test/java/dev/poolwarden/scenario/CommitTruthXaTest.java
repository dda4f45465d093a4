package dev.poolwarden.scenario;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same with an XA datasource. */
@QuarkusTest
@TestProfile(ReclaimedXaTransactionTest.Xa.class)
class CommitTruthXaTest extends CommitTruthTest {

    /** Agroal closes it: what state a failed commit leaves the driver's XA in is not ours to vouch for. */
    @Override
    void awaitServedAgain(int backend) {}
}
