package dev.poolwarden.scenario;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same with an XA datasource. */
@QuarkusTest
@TestProfile(ReclaimedXaTransactionTest.Xa.class)
class CommitTruthXaTest extends CommitTruthTest {

    /** After a commit that failed the driver's XA no longer lets the connection commit by itself, so Agroal may close it. */
    @Override
    void awaitServedAgain(int backend) {}
}
