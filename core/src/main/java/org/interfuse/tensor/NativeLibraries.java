package org.interfuse.tensor;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * Unpacks and loads libtorch.
 *
 * <p>JavaCPP unpacks and loads one library at a time, {@code libtorch} before the {@code
 * libtorch_cpu} it needs. Where another libtorch is installed or on {@code LD_LIBRARY_PATH}, the
 * linker takes that one's {@code libtorch_cpu} and the JVM dies. So all are unpacked before the
 * first is loaded, and on Linux they are loaded with dependencies first, for the linker does not
 * search for what is loaded already.
 */
final class NativeLibraries {
  /** Dependencies first. */
  private static final List<String> LINUX =
      List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so");

  private static final List<String> MAC =
      List.of("libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib");
  private static final List<String> WINDOWS = List.of("c10.dll", "torch_cpu.dll", "torch.dll");

  private NativeLibraries() {}

  /**
   * Loads everything that tensors need, from {@code cache}.
   *
   * @throws FindingsException if the cache cannot be filled or a library does not load
   */
  static void load(Path cache) {
    try {
      Path marker = cache.resolve("interfuse-" + libraryVersion() + ".unpacked");
      if (Files.exists(marker)) {
        unpackAndLoad();
      } else {
        loadFirstTime(cache);
        Files.writeString(marker, "");
      }
    } catch (IOException e) {
      throw NativeCache.unusable(cache.toString(), e);
    } catch (LinkageError e) {
      throw notLoaded(cache, e);
    }
  }

  private static String libraryVersion() throws IOException {
    return Loader.getPlatform() + "-" + Loader.getVersion("org.bytedeco", "pytorch", torch.class);
  }

  /** Other processes wait meanwhile: JavaCPP replaces links that they would be following. */
  private static void loadFirstTime(Path cache) throws IOException {
    try (FileChannel lock =
        FileChannel.open(
            cache.resolve("interfuse.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      unpackAndLoad();
    }
  }

  private static void unpackAndLoad() throws IOException {
    Loader.load(openblas_nolapack.class);
    List<File> files = unpack(Loader.getPlatform());
    if (files.isEmpty()) { // the CUDA build: JavaCPP loads what its libtorch_cpu needs first
      unpack(Loader.getPlatform() + "-gpu");
    } else if (Loader.getPlatform().startsWith("linux")) {
      files.forEach(file -> System.load(file.getPath()));
    }
    Loader.load(torch.class);
  }

  private static List<File> unpack(String build) throws IOException {
    List<File> files = new ArrayList<>();
    for (String name : namesOn(build)) {
      File file = Loader.cacheResource(torch.class, "/org/bytedeco/pytorch/" + build + "/" + name);
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private static List<String> namesOn(String build) {
    if (build.startsWith("windows")) {
      return WINDOWS;
    }
    return build.startsWith("macosx") ? MAC : LINUX;
  }

  private static FindingsException notLoaded(Path cache, LinkageError cause) {
    FindingsException error =
        new FindingsException(
            Finding.of(
                "libtorch on " + Loader.getPlatform(),
                "its libraries must be on the class path, and loadable from " + cache,
                cause.toString(),
                List.of(
                    "add org.bytedeco:pytorch with the classifier of this platform",
                    "or choose a cache folder that is not mounted noexec with -D"
                        + NativeCache.PROPERTY
                        + "=FOLDER")));
    error.initCause(cause);
    return error;
  }
}
