package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.DumpReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Normalises in memory. */
record Norm(Normalised result, List<byte[]> parts) {

    static Norm of(Path scratch, String dump) throws IOException {
        return of(NormalOptions.defaults().withScratch(scratch), dump.getBytes(StandardCharsets.UTF_8));
    }

    static Norm of(NormalOptions options, byte[] dump) throws IOException {
        List<ByteArrayOutputStream> parts = new ArrayList<>();
        try (DumpReader reader =
                DumpReader.open(new ByteArrayInputStream(dump), "x.sql", DumpReader.Options.defaults())) {
            Normalised result = Normaliser.normalise(reader, 0, options, number -> {
                ByteArrayOutputStream part = new ByteArrayOutputStream();
                parts.add(part);
                return part;
            });
            return new Norm(
                    result,
                    parts.stream().map(ByteArrayOutputStream::toByteArray).toList());
        }
    }

    byte[] bytes() {
        if (parts.size() != 1) throw new IllegalStateException(parts.size() + " parts");
        return parts.get(0);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
