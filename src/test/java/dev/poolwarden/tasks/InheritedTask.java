package dev.poolwarden.tasks;

import jakarta.inject.Singleton;

/** Two beans that do the same in their own way, as clean-ups of two tables might. In tests only. */
abstract class InheritedTask {

    @Deferrable(critical = Deferral.STRETCH)
    void run() {}

    @Singleton
    static class First extends InheritedTask {}

    @Singleton
    static class Second extends InheritedTask {}
}
