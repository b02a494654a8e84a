package pot.zk.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import pot.zk.error.UnusableRequestException;

/**
 * JSON to hyper-parameters; the other direction is {@link HyperparametersWriter}.
 *
 * <p>A part at fault is kept in {@link Faults} and read as nothing, so that the parts beside it are
 * still looked at.
 */
final class HyperparametersReader {
  private static final List<String> DECLARED =
      List.of("format", "batch", "model", "loss", "optimizer");
  private static final List<String> PLANNED = List.of("mode", "formats", "commitment");
  private static final List<String> TOLERANCES =
      List.of("tolerance_log2", "gate_band_log2", "buffer_tolerance_log2");
  private static final List<String> NONE = List.of();

  private final Faults faults = new Faults();
  private final boolean complete;

  private HyperparametersReader(boolean complete) {
    this.complete = complete;
  }

  /** A document that may leave out what is planned. */
  static HyperparametersDraft draft(JsonValue json) {
    return new HyperparametersReader(false).read(json, DECLARED, PLANNED);
  }

  /** A document that has everything. */
  static Hyperparameters complete(JsonValue json) {
    List<String> all = Stream.concat(DECLARED.stream(), PLANNED.stream()).toList();
    HyperparametersDraft draft = new HyperparametersReader(true).read(json, all, NONE);
    return draft.complete(
        draft.formats().orElseThrow(),
        complete(draft.mode().orElseThrow()),
        draft.commitment().orElseThrow());
  }

  /** A mode of which nothing is left out. */
  private static Mode complete(ModeDraft mode) {
    return mode instanceof ModeDraft.Attested a
        ? new Mode.Attested(
            a.toleranceLog2().orElseThrow(),
            a.gateBandLog2().orElseThrow(),
            a.bufferToleranceLog2().orElseThrow())
        : new Mode.Exact();
  }

  private HyperparametersDraft read(JsonValue json, List<String> required, List<String> optional) {
    Members m = Members.of(Checks.ROOT, json);
    faults.attempt(
        () -> {
          m.checkClosed(required, optional);
          return Optional.empty();
        });
    part(m, "format", (path, v) -> Optional.of(m.choice("format", Hyperparameters.FORMAT)));
    Optional<Integer> batch =
        part(
            m, "batch", (path, v) -> Optional.of(m.integer("batch", 1, Hyperparameters.MAX_BATCH)));
    Optional<Model> model = part(m, "model", this::model);
    Optional<Loss> loss = part(m, "loss", this::loss);
    Optional<Optimizer> optimizer = part(m, "optimizer", this::optimizer);
    Optional<ModeDraft> mode = part(m, "mode", this::mode);
    Optional<Formats> formats = part(m, "formats", this::formats);
    Optional<CommitmentSettings> commitment = part(m, "commitment", this::commitment);
    // From here on whatever is required is there.
    faults.throwIfAny();
    return new HyperparametersDraft(
        batch.orElseThrow(),
        model.orElseThrow(),
        loss.orElseThrow(),
        optimizer.orElseThrow(),
        mode,
        formats,
        commitment);
  }

  /** A member's value, or nothing if it is absent or at fault. */
  private <T> Optional<T> part(
      Members m, String name, BiFunction<String, JsonValue, Optional<T>> reader) {
    return m.find(name).flatMap(v -> faults.attempt(() -> reader.apply(m.path(name), v)));
  }

  private Optional<Model> model(String path, JsonValue json) {
    Members m = Members.of(path, json);
    m.checkClosed(List.of("input", "layers"), NONE);
    Optional<List<Integer>> input = part(m, "input", this::shape);
    Optional<List<Layer>> layers = part(m, "layers", this::layers);
    return input.flatMap(i -> layers.map(l -> new Model(i, l)));
  }

  private Optional<List<Integer>> shape(String path, JsonValue json) {
    List<JsonValue> items = items(path, json, 1, "sizes");
    if (items.getFirst() instanceof JsonValue.Int(long size)) {
      return Optional.of(List.of(Checks.range(path + "[0]", size, 1, Model.MAX_DIMENSION)));
    }
    throw Members.wrong(path + "[0]", items.getFirst(), Checks.integer(1, Model.MAX_DIMENSION));
  }

  private Optional<List<Layer>> layers(String path, JsonValue json) {
    List<JsonValue> items = items(path, json, Model.MAX_LAYERS, "layers");
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String place = path + "[" + i + "]";
      JsonValue item = items.get(i);
      faults.attempt(() -> Optional.of(layer(place, item))).ifPresent(layers::add);
    }
    return layers.size() == items.size() ? Optional.of(layers) : Optional.empty();
  }

  private static Layer layer(String path, JsonValue json) {
    Members m = Members.of(path, json);
    return switch (m.choice("op", "linear", "relu")) {
      case "relu" -> {
        m.checkClosed(List.of("op"), NONE);
        yield new Layer.Relu();
      }
      default -> {
        m.checkClosed(List.of("op", "name", "in", "out", "bias"), NONE);
        String name = m.text("name");
        Layer.Linear.checkName(m.path("name"), name);
        int in = m.integer("in", 1, Model.MAX_DIMENSION);
        int out = m.integer("out", 1, Model.MAX_DIMENSION);
        yield new Layer.Linear(name, in, out, m.truth("bias"));
      }
    };
  }

  private Optional<Loss> loss(String path, JsonValue json) {
    Members m = Members.of(path, json);
    String op = m.choice("op", "mse", "softmax_cross_entropy");
    m.checkClosed(List.of("op", "reduction"), NONE);
    if (op.equals("softmax_cross_entropy")) {
      m.choice("reduction", Reduction.MEAN.word());
      return Optional.of(new Loss.SoftmaxCrossEntropy(Reduction.MEAN));
    }
    String reduction = m.choice("reduction", Reduction.MEAN.word(), Reduction.HALF_MEAN.word());
    boolean mean = reduction.equals(Reduction.MEAN.word());
    return Optional.of(new Loss.Mse(mean ? Reduction.MEAN : Reduction.HALF_MEAN));
  }

  private Optional<Optimizer> optimizer(String path, JsonValue json) {
    Members m = Members.of(path, json);
    m.choice("op", "sgd");
    m.checkClosed(List.of("op", "learning_rate", "momentum", "nesterov", "weight_decay"), NONE);
    Optional<Dyadic> rate = part(m, "learning_rate", this::dyadic);
    Optional<Dyadic> momentum = part(m, "momentum", this::dyadic);
    Optional<Boolean> nesterov = part(m, "nesterov", (p, v) -> Optional.of(m.truth("nesterov")));
    Optional<Dyadic> decay = part(m, "weight_decay", this::dyadic);
    if (rate.isEmpty() || momentum.isEmpty() || nesterov.isEmpty() || decay.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Optimizer.Sgd(rate.get(), momentum.get(), nesterov.get(), decay.get()));
  }

  private Optional<Dyadic> dyadic(String path, JsonValue json) {
    if (!(json instanceof JsonValue.Obj)) {
      Optional<String> written =
          switch (json) {
            case JsonValue.Str(String text) -> Dyadic.suggestion(text);
            case JsonValue.Int(long number) -> Dyadic.suggestion(Long.toString(number));
            default -> Optional.empty();
          };
      throw new UnusableRequestException(
          path,
          Members.describe(json),
          "{\"e\":integer,\"m\":odd integer or 0} for m * 2^e",
          written.orElse("write the number in this form"));
    }
    Members m = Members.of(path, json);
    m.checkClosed(List.of("m", "e"), NONE);
    int numerator = m.integer("m", 0, Dyadic.MAX_M);
    return Optional.of(Dyadic.at(path, numerator, m.integer("e", Dyadic.MIN_E, Dyadic.MAX_E)));
  }

  private Optional<ModeDraft> mode(String path, JsonValue json) {
    Members m = Members.of(path, json);
    if (m.choice("op", "exact", "attested").equals("exact")) {
      m.checkClosed(List.of("op"), NONE);
      return Optional.of(new ModeDraft.Exact());
    }
    if (complete) {
      m.checkClosed(Stream.concat(Stream.of("op"), TOLERANCES.stream()).toList(), NONE);
    } else {
      m.checkClosed(List.of("op"), TOLERANCES);
    }
    List<Optional<Integer>> given = TOLERANCES.stream().map(name -> exponent(m, name)).toList();
    return Optional.of(new ModeDraft.Attested(given.get(0), given.get(1), given.get(2)));
  }

  private static Optional<Integer> exponent(Members m, String name) {
    int most = Mode.Attested.MAX_LOG2;
    return m.find(name).map(v -> m.integer(name, -most, most));
  }

  private Optional<Formats> formats(String path, JsonValue json) {
    Members m = Members.of(path, json);
    List<String> names = List.of("weight", "input", "target", "activation", "gradient", "buffer");
    m.checkClosed(names, NONE);
    List<TensorFormat> f = new ArrayList<>();
    names.forEach(name -> part(m, name, this::format).ifPresent(f::add));
    return f.size() < names.size()
        ? Optional.empty()
        : Optional.of(new Formats(f.get(0), f.get(1), f.get(2), f.get(3), f.get(4), f.get(5)));
  }

  private Optional<TensorFormat> format(String path, JsonValue json) {
    Members m = Members.of(path, json);
    m.checkClosed(List.of("frac", "bits"), NONE);
    int frac = m.integer("frac", 0, TensorFormat.MAX_FRAC);
    return Optional.of(new TensorFormat(frac, m.integer("bits", 1, TensorFormat.MAX_BITS)));
  }

  private Optional<CommitmentSettings> commitment(String path, JsonValue json) {
    Members m = Members.of(path, json);
    m.checkClosed(List.of("profile", "openings"), NONE);
    int profile = m.integer("profile", CommitmentSettings.PROFILE, CommitmentSettings.PROFILE);
    return Optional.of(
        new CommitmentSettings(profile, m.integer("openings", 1, CommitmentSettings.MAX_OPENINGS)));
  }

  private static List<JsonValue> items(String path, JsonValue json, int most, String what) {
    if (json instanceof JsonValue.Arr(List<JsonValue> items)) {
      Model.checkCount(path, items.size(), most, what);
      return items;
    }
    throw Members.wrong(path, json, "an array");
  }
}
