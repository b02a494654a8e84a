package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import pot.zk.relation.Relation;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TableLookup;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/** Lies about softmax that only a knowledge of what it is can tell. */
final class SoftmaxLies {
  private final StepCircuit circuit;
  private final Repair repair;
  private final Trace honest;
  private final List<Lie> lies = new ArrayList<>();

  private SoftmaxLies(StepPlan plan, Repair repair, Trace honest) {
    this.circuit = plan.circuit();
    this.repair = repair;
    this.honest = honest;
  }

  static List<Lie> of(StepPlan plan, Repair repair, Trace honest) {
    SoftmaxLies all = new SoftmaxLies(plan, repair, honest);
    if (plan.circuit().arithmetic().softmax().isPresent()) {
      all.targets();
      all.maxima();
      all.tables();
      all.division();
    }
    return all.lies;
  }

  private void targets() {
    TensorSpec targets = circuit.targets();
    long[] bits = honest.get(targets);
    add(
        "a sample of two classes",
        "targets not proven one-hot",
        "targets.one_hot",
        trace -> {
          trace.get(targets)[bits[0] == 1 ? 1 : 0] = 1;
          repair.from(0, trace);
        });
    add(
        "a sample of no class",
        "targets not proven one-hot: a sample of no class pushes all outputs down",
        "targets.one_hot",
        trace -> {
          for (int j = 0; j < targets.columns(); j++) {
            trace.get(targets)[j] = 0;
          }
          repair.from(0, trace);
        });
    add(
        "the class is beside the classes",
        "the padding counts as a class",
        "padding " + targets.name(),
        trace -> {
          for (int j = 0; j < targets.columns(); j++) {
            trace.get(targets)[j] = 0;
          }
          trace.get(targets)[targets.columns()] = 1;
          repair.from(0, trace);
        });
  }

  private void maxima() {
    add(
        "the shift is a unit above the maximum",
        "the shift is any larger number, and all exponentials lose their precision",
        "softmax.attained",
        trace -> raise(trace, 1));
    add(
        "no place is the maximum",
        "a row may select nothing",
        "softmax.selection",
        trace -> {
          raise(trace, 1);
          clearSelection(trace);
        });
    add(
        "another place is selected",
        "what is selected need not be the maximum",
        "softmax.attained",
        trace -> {
          int chosen = clearSelection(trace);
          trace.get(tensor("softmax.selector"))[chosen == 0 ? 1 : 0] = 1;
        });
    add(
        "the second largest is taken for the maximum",
        "distances may be below zero",
        BrokenChecks.LOOKUP,
        trace -> {
          int largest = clearSelection(trace);
          int second = largest == 0 ? 1 : 0;
          for (int j = 0; j < circuit.targets().columns(); j++) {
            second = j != largest && distance(honest, j) < distance(honest, second) ? j : second;
          }
          long down = distance(honest, second);
          trace.get(tensor("softmax.selector"))[second] = 1;
          raise(trace, -down);
        });
    for (int place : new int[] {circuit.targets().columns(), lastPlace()}) {
      add(
          "an exponential at the padded place " + place,
          "padded classes and samples are not masked",
          "softmax.distance",
          trace -> {
            setDistance(trace, place, 0);
            afterDistances(trace);
          });
    }
  }

  private void tables() {
    for (int k = 0; k < circuit.lookups().size(); k++) {
      TableLookup lookup = circuit.lookups().get(k);
      add(
          lookup.value().name() + " is not the table's",
          "values of the table are taken on trust",
          BrokenChecks.LOOKUP,
          trace -> {
            trace.get(lookup.value())[0] -= 1;
            afterDistances(trace);
          });
    }
    TableLookup first = circuit.lookups().get(0);
    TableLookup second = circuit.lookups().get(1);
    int place = placeOf(first);
    int key = (int) honest.get(first.key())[place];
    lies.add(
        Lie.none()
            .named(
                first.value().name() + " from the next digit's table",
                "tables are not told apart",
                Set.of(BrokenChecks.LOOKUP))
            .inTrace(
                trace -> {
                  trace.get(first.value())[place] = second.table()[key];
                  afterDistances(trace);
                })
            .inMultiplicities(
                (p, owner, data) -> {
                  data[p.lookup().tables().get(1).multiplicities().offset() + key]--;
                  data[p.lookup().tables().get(2).multiplicities().offset() + key]++;
                }));
  }

  private void division() {
    for (int direction : new int[] {-1, 1}) {
      add(
          "a probability a unit too " + (direction < 0 ? "low" : "high"),
          "the division's remainder is bounded on one side only",
          BrokenChecks.LOOKUP,
          trace -> {
            trace.get(tensor("softmax.probability"))[inner()] += direction;
            Repair.remainder(relation("softmax.division"), trace);
            repair.from(indexOf("softmax.bound"), trace);
          });
    }
  }

  /** A place of a sample that is neither selected nor certain, so that it can go up and down. */
  private int inner() {
    long[] p = honest.get(tensor("softmax.probability"));
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 1 && p[i] < 1 << 22) {
        return i;
      }
    }
    throw new AssertionError("no probability between 0 and 1");
  }

  /** Where the two first tables differ. */
  private int placeOf(TableLookup lookup) {
    long[] keys = honest.get(lookup.key());
    for (int i = 0; i < circuit.targets().columns(); i++) {
      if (keys[i] != 0) {
        return i;
      }
    }
    throw new AssertionError("all digits are zero");
  }

  private int lastPlace() {
    return circuit.targets().paddedSize() - 1;
  }

  /** Raises the maximum of the first row, and all its distances. */
  private void raise(Trace trace, long by) {
    trace.get(tensor("softmax.maximum"))[0] += by;
    for (int j = 0; j < circuit.targets().columns(); j++) {
      setDistance(trace, j, distance(honest, j) + by);
    }
    afterDistances(trace);
  }

  private int clearSelection(Trace trace) {
    long[] selector = trace.get(tensor("softmax.selector"));
    int chosen = -1;
    for (int j = 0; j < circuit.targets().columns(); j++) {
      chosen = selector[j] == 1 ? j : chosen;
      selector[j] = 0;
    }
    return chosen;
  }

  private long distance(Trace trace, int place) {
    long sum = 0;
    int shift = 0;
    for (TableLookup lookup : circuit.lookups()) {
      sum += trace.get(lookup.key())[place] << shift;
      shift += lookup.key().bits();
    }
    return sum;
  }

  private void setDistance(Trace trace, int place, long distance) {
    int shift = 0;
    for (TableLookup lookup : circuit.lookups()) {
      boolean last = lookup.equals(circuit.lookups().getLast());
      long rest = distance >> shift;
      long digit = last ? rest : rest & (lookup.table().length - 1);
      boolean inside = digit >= 0 && digit < lookup.table().length;
      trace.get(lookup.key())[place] = digit;
      trace.get(lookup.value())[place] = inside ? lookup.table()[(int) digit] : 0;
      shift += lookup.key().bits();
    }
  }

  private void afterDistances(Trace trace) {
    repair.from(indexOf("softmax.attained") + 1, trace);
  }

  private TensorSpec tensor(String name) {
    return circuit.tensors().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private Relation relation(String name) {
    return circuit.relations().get(indexOf(name));
  }

  private int indexOf(String relation) {
    return circuit.relations().stream().map(Relation::name).toList().indexOf(relation);
  }

  /** A lie whose first broken check is known by name, all of them from the integers. */
  private void add(String name, String bug, String check, Consumer<Trace> change) {
    Trace lied = honest.copy();
    change.accept(lied);
    Set<String> broken = BrokenChecks.of(circuit, lied);
    boolean known = circuit.relations().stream().anyMatch(r -> r.name().equals(check));
    String expected = known ? "relation " + check : check;
    if (!broken.contains(expected)) {
      throw new AssertionError(name + " breaks " + broken + ", not " + expected);
    }
    lies.add(Lie.none().named(name, bug, broken).inTrace(change));
  }
}
