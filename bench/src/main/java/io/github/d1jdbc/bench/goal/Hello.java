package io.github.d1jdbc.bench.goal;

/** What a cold start is compared with; packed into a jar of its own. */
public final class Hello {

    private Hello() {}

    /** Says hello. */
    public static void main(String... args) {
        System.out.println("Hello, world");
    }
}
