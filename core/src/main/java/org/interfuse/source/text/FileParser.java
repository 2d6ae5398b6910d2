package org.interfuse.source.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.TableFormat;

/**
 * Reads a text file in one pass over its bytes: one thread at a time cuts the next block of whole
 * records, up to four parse blocks beside each other, and the results are put together in file
 * order, so that threads do not change what is read.
 *
 * <p>Whether a column holds numbers is guessed from the first block. A column that turns out not to
 * is reported by {@link ParsedFile#firstNotNumber(int)}; its texts take a second pass.
 */
public final class FileParser {
  private static final int MOST_THREADS = 4;

  private final Path file;
  private final String where;
  private final TableFormat format;
  private final MissingCodes missing;

  /**
   * @param where how messages name the file
   */
  public FileParser(Path file, String where, TableFormat format) {
    this.file = file;
    this.where = where;
    this.format = format;
    this.missing = new MissingCodes(format.missing());
  }

  /**
   * Reads every column: those for which {@code asText} holds, and those that hold other things than
   * numbers, as texts; the rest as numbers.
   */
  public ParsedFile parse(ColumnChooser asText) {
    return read(asText, true);
  }

  /** Reads the columns for which {@code asText} holds as texts, and steps over all others. */
  public ParsedFile parseTexts(ColumnChooser asText) {
    return read(asText, false);
  }

  /** Reads the columns for which {@code asText} holds as texts and all others as numbers. */
  public ParsedFile parseNumbers(ColumnChooser asText) {
    return read(asText, true, false);
  }

  private ParsedFile read(ColumnChooser asText, boolean others) {
    return read(asText, others, others);
  }

  private ParsedFile read(ColumnChooser asText, boolean others, boolean guess) {
    try (InputStream stream = open()) {
      Blocks blocks = new Blocks(stream);
      Opened opened = open(blocks);
      boolean[] text = new boolean[opened.names.size()];
      for (int column = 0; column < text.length; column++) {
        text[column] = asText.accepts(column, opened.names.get(column));
      }
      ColumnPlan.Use rest = others ? ColumnPlan.Use.NUMBER : ColumnPlan.Use.SKIP;
      if (guess) {
        guess(opened, text);
      }
      ColumnPlan plan = ColumnPlan.of(text.length, rest, text);
      return assemble(opened, plan, parseBlocks(blocks, opened, plan));
    } catch (IOException e) {
      throw TextFile.unreadable(where, e);
    }
  }

  private InputStream open() {
    InputStream stream = TextFile.open(file, where);
    if (!format.plain()) {
      stream = new DecodedStream(stream, format, where);
    }
    return format.delimiter().equals(BlankRuns.NAME) ? new BlankRuns(stream) : stream;
  }

  /** The first block with the delimiter and the header known. */
  private Opened open(Blocks blocks) throws IOException {
    byte[] head = blocks.head();
    requireText(head);
    byte delimiter =
        format.delimiter().equals("auto")
            ? Delimiters.detect(head, Math.min(head.length, 1 << 20), blocks.headIsAll())
            : Headers.delimiter(format.delimiter(), where);
    blocks.delimiter(delimiter);
    Block first = new Block(head.length);
    if (!blocks.next(first)) {
      throw new FindingsException(Finding.of(where, "the file must have rows", "an empty file"));
    }
    CellCursor cursor = new CellCursor(delimiter, missing);
    cursor.start(first.bytes, first.length);
    List<String> names = Headers.read(cursor, first, where);
    if (!format.header()) {
      names = Headers.numbered(names.size());
    }
    return new Opened(first, format.header() ? cursor.position : 0, delimiter, names);
  }

  private void requireText(byte[] head) {
    boolean utf16 =
        head.length >= 2
            && ((head[0] == (byte) 0xFF && head[1] == (byte) 0xFE)
                || (head[0] == (byte) 0xFE && head[1] == (byte) 0xFF));
    if (utf16) {
      throw new FindingsException(
          Finding.of(where, "the file must be UTF-8", "UTF-16", List.of("save it again as UTF-8")));
    }
    if (ByteSearch.contains(head, 0, head.length, (byte) 0)) {
      throw new FindingsException(
          Finding.of(where, "the file must be text", "zero bytes, as in a binary file"));
    }
  }

  private void guess(Opened opened, boolean[] text) {
    ColumnPlan plan = ColumnPlan.of(text.length, ColumnPlan.Use.NUMBER, text);
    BlockCells cells =
        new BlockParser(plan, opened.delimiter, missing).parse(opened.first, opened.from);
    for (int column = 0; column < text.length; column++) {
      text[column] |= cells.firstNotNumber[column] >= 0;
    }
  }

  private List<BlockCells> parseBlocks(Blocks blocks, Opened opened, ColumnPlan plan)
      throws IOException {
    List<BlockCells> parsed = new ArrayList<>();
    parsed.add(new BlockParser(plan, opened.delimiter, missing).parse(opened.first, opened.from));
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    Worker[] workers = new Worker[blocks.headIsAll() ? 1 : threads];
    Arrays.setAll(
        workers, i -> new Worker(blocks, new BlockParser(plan, opened.delimiter, missing), parsed));
    if (workers.length == 1) {
      workers[0].work();
    } else {
      workTogether(workers);
    }
    return parsed;
  }

  private static void workTogether(Worker[] workers) throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(workers.length);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (Worker worker : workers) {
        futures.add(
            executor.submit(
                () -> {
                  worker.work();
                  return null;
                }));
      }
      join(futures);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Waits for all, so that no thread reads a closed stream, then throws what went wrong first. */
  private static void join(List<Future<?>> futures) throws IOException {
    Throwable failure = null;
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("reading was interrupted", e);
      }
    }
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private ParsedFile assemble(Opened opened, ColumnPlan plan, List<BlockCells> blocks) {
    Findings findings = new Findings();
    new FileDefects(where, format.header(), plan.columns()).report(blocks, findings);
    TextColumn[] texts = new TextColumn[plan.texts()];
    Arrays.setAll(texts, slot -> new TextColumn(missing));
    int[] firstNotNumber = new int[plan.columns()];
    Arrays.fill(firstNotNumber, -1);
    long rows = 0;
    for (BlockCells block : blocks) {
      for (int slot = 0; slot < texts.length; slot++) {
        texts[slot].addAll(block.texts[slot]);
      }
      for (int column = 0; column < firstNotNumber.length; column++) {
        if (firstNotNumber[column] < 0 && block.firstNotNumber[column] >= 0) {
          firstNotNumber[column] = Math.toIntExact(rows + block.firstNotNumber[column]);
        }
      }
      rows += block.rows;
    }
    if (rows == 0) {
      findings.error(Finding.of(where, "the file must have rows", "a header only"));
    } else if (rows > Integer.MAX_VALUE - 8) {
      findings.error(
          Finding.of(where, "a file has at most 2,147,483,639 rows", "%,d rows".formatted(rows)));
    }
    Headers.requireUtf8(where, opened.names, plan, texts, findings);
    findings.throwIfAny();
    return new ParsedFile(
        where, opened.names, format.header(), plan, blocks, texts, firstNotNumber, (int) rows);
  }

  /** Chooses columns by their place in the file (from 0) and their name. */
  @FunctionalInterface
  public interface ColumnChooser {
    boolean accepts(int column, String name);
  }

  /** The first block, where its rows begin, and what the header says. */
  private record Opened(Block first, int from, byte delimiter, List<String> names) {}

  /** Takes blocks in turn and parses them. */
  private record Worker(Blocks blocks, BlockParser parser, List<BlockCells> parsed) {
    void work() throws IOException {
      Block block = new Block(0);
      while (blocks.next(block)) {
        BlockCells cells = parser.parse(block, 0);
        synchronized (parsed) {
          while (parsed.size() <= block.index) {
            parsed.add(EMPTY);
          }
          parsed.set(block.index, cells);
        }
      }
    }

    private static final BlockCells EMPTY =
        new BlockCells(new ColumnPlan(new ColumnPlan.Use[0]), new MissingCodes(List.of()), 0);
  }
}
