package dev.poolwarden.transaction;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same with an XA datasource. */
@QuarkusTest
@TestProfile(Xa.class)
class ConflictsXaTest extends ConflictsTest {}
