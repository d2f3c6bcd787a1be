package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    @TempDir
    Path folder;

    private static void write(PartFile part, String text) throws Exception {
        OutputStream out = part.out();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static ExportException refused(Path target, boolean overwrite) {
        ExportException e = catchThrowableOfType(
                ExportException.class,
                () -> PartFile.open(target, ".part", overwrite).close());
        assertThat(e.reason()).isEqualTo(Reason.TARGET);
        return e;
    }

    @Test
    void theTargetIsThereOnlyOnceItIsCommitted() throws Exception {
        Path target = folder.resolve("a.sql");
        try (PartFile part = PartFile.open(target, ".part", false)) {
            write(part, "whole");
            assertThat(target).doesNotExist();
            assertThat(folder.resolve("a.sql.part")).exists();
            part.commit();
            assertThat(target).hasContent("whole");
        }
        assertThat(Fixture.files(folder)).containsExactly("a.sql");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutCommitNothingIsLeft() throws Exception {
        try (PartFile part = PartFile.open(folder.resolve("a.sql"), ".part", false)) {
            write(part, "half");
        }
        assertThat(Fixture.files(folder)).isEmpty();
    }

    @Test
    void aPartThatIsToBeKeptIsKeptAndTakenOverByTheNext() throws Exception {
        Path target = folder.resolve("a.sql");
        try (PartFile part = PartFile.open(target, ".part", false)) {
            write(part, "half");
            part.keep(true);
        }
        assertThat(Fixture.files(folder)).containsExactly("a.sql.part");
        try (PartFile part = PartFile.open(target, ".part", false)) {
            assertThat(part.size()).isEqualTo(4);
            part.truncate(2);
            write(part, "ngar");
            assertThat(part.in().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hangar");
            part.commit();
        }
        assertThat(target).hasContent("hangar");
    }

    @Test
    void anExistingTargetIsRefusedUnlessItMayBeReplaced() throws Exception {
        Path target = folder.resolve("a.sql");
        Files.writeString(target, "old");
        assertThat(refused(target, false)).hasMessageContaining("a.sql exists").hasMessageContaining("overwrite");
        assertThat(target).hasContent("old");
        try (PartFile part = PartFile.open(target, ".part", true)) {
            write(part, "new");
            assertThat(target).hasContent("old");
            part.commit();
        }
        assertThat(target).hasContent("new");
    }

    @Test
    void aTargetThatAppearsMeanwhileIsKept() throws Exception {
        Path target = folder.resolve("a.sql");
        try (PartFile part = PartFile.open(target, ".part", false)) {
            write(part, "new");
            Files.writeString(target, "somebody's");
            ExportException e = catchThrowableOfType(ExportException.class, part::commit);
            assertThat(e.reason()).isEqualTo(Reason.TARGET);
        }
        assertThat(target).hasContent("somebody's");
        assertThat(Fixture.files(folder)).containsExactly("a.sql");
    }

    @Test
    void whatIsNoFileIsRefused() throws Exception {
        assertThat(refused(folder, true)).hasMessageContaining("is a folder");
        assertThat(refused(Path.of("/"), true)).hasMessageContaining("is a folder");
        assertThat(refused(Path.of("/dev/null"), true)).hasMessageContaining("no regular file");
        assertThat(refused(folder.resolve("none").resolve("a.sql"), true)).hasMessageContaining("does not exist");
        Files.writeString(folder.resolve("file"), "x");
        assertThat(refused(folder.resolve("file").resolve("a.sql"), true)).hasMessageContaining("does not exist");
        Files.createDirectory(folder.resolve("b.sql.part"));
        assertThat(refused(folder.resolve("b.sql"), true)).hasMessageContaining("b.sql.part");
    }

    @Test
    void aSymbolicLinkIsFollowedToTheRealFile() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("a.sql");
        Files.writeString(real, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.sql"), Path.of("real", "a.sql"));
        try (PartFile part = PartFile.open(link, ".part", true)) {
            write(part, "new");
            assertThat(real.resolveSibling("a.sql.part")).exists();
            part.commit();
        }
        assertThat(real).hasContent("new");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        Files.delete(real);
        try (PartFile part = PartFile.open(link, ".part", false)) {
            write(part, "newer");
            part.commit();
        }
        assertThat(real).hasContent("newer");
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertThat(refused(circle, true)).hasMessageContaining("circle");
    }

    @Test
    void aPartThatIsASymbolicLinkIsNotWrittenThrough() throws Exception {
        Path victim = folder.resolve("victim");
        Files.writeString(victim, "precious");
        Files.createSymbolicLink(folder.resolve("a.sql.part"), victim);
        refused(folder.resolve("a.sql"), true);
        assertThat(victim).hasContent("precious");
        assertThat(Files.exists(folder.resolve("a.sql.part"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aSecondExportIntoTheSameTargetIsKeptOut() throws Exception {
        Path target = folder.resolve("a.sql");
        try (PartFile part = PartFile.open(target, ".part", true)) {
            write(part, "first");
            assertThat(refused(target, true)).hasMessageContaining("another export");
            part.commit();
        }
        assertThat(target).hasContent("first");
    }
}
