package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pot.zk.fixedpoint.SoftmaxArithmetic;
import pot.zk.model.TensorFormat;

/**
 * p(i, j) = exp(y(i, j)) / sum_k exp(y(i, k)), every value a rounding of its own:
 *
 * <pre>
 *   d = max y - y >= 0       the maximum is one of the row's: where a selecting bit is, d is zero
 *   d = sum_k 256^k digit_k  each digit's exponential from a public table
 *   e = prod_k exp(-256^k digit_k), from the top digit down, rounded each time
 *   s = sum_j e              at least one
 *   p = e / s                rounded half up: 2 e + s - 2 p s in [0, 2 s)
 * </pre>
 *
 * What is no class or no sample has the largest d there is, so that its exponential is zero; p is
 * claimed to be zero there.
 *
 * @param maximum of each row, B x 1
 * @param selector bits, one in each row, where the maximum is
 * @param digits of the distance from the maximum, least significant first
 * @param factors the digits' exponentials
 * @param exponential e
 * @param total s
 * @param probability p
 */
record Softmax(
    SoftmaxArithmetic arithmetic,
    Combination input,
    TensorSpec maximum,
    TensorSpec selector,
    List<TensorSpec> digits,
    List<TensorSpec> factors,
    TensorSpec total,
    TensorSpec probability) {
  private static final String NAME = "softmax";

  static Softmax of(Combination input, SoftmaxArithmetic arithmetic) {
    int rows = input.rows();
    int columns = input.columns();
    TensorFormat logit = arithmetic.logit();
    List<TensorSpec> digits = new ArrayList<>();
    List<TensorSpec> factors = new ArrayList<>();
    List<Integer> bits = arithmetic.digitBits();
    for (int k = 0; k < bits.size(); k++) {
      digits.add(unsigned("digit@" + (k + 1), rows, columns, new TensorFormat(0, bits.get(k))));
      factors.add(unsigned("factor@" + (k + 1), rows, columns, SoftmaxArithmetic.EXPONENTIAL));
    }
    int frac = SoftmaxArithmetic.PROBABILITY.frac();
    return new Softmax(
        arithmetic,
        input,
        tensor("maximum", rows, 1, logit, true, true),
        unsigned("selector", rows, columns, new TensorFormat(0, 1)),
        List.copyOf(digits),
        List.copyOf(factors),
        unsigned("total", rows, 1, new TensorFormat(frac, arithmetic.totalBits())),
        tensor("probability", rows, columns, SoftmaxArithmetic.PROBABILITY, false, true));
  }

  /** What comes from tables: each digit's exponential. */
  List<TableLookup> lookups() {
    List<TableLookup> lookups = new ArrayList<>();
    for (int k = 0; k < digits.size(); k++) {
      lookups.add(new TableLookup(digits.get(k), factors.get(k), arithmetic.table(k)));
    }
    return lookups;
  }

  /** All relations, in the order in which they are solved. */
  List<Relation> relations() {
    List<Relation> relations = new ArrayList<>(List.of(distance(), selection(), attained()));
    TensorSpec exponential = factors.getLast();
    for (int k = factors.size() - 2; k >= 0; k--) {
      TensorSpec product =
          unsigned(
              "exponential@" + (k + 1),
              input.rows(),
              input.columns(),
              SoftmaxArithmetic.EXPONENTIAL);
      relations.add(product(factors.get(k), exponential, product, k + 1));
      exponential = product;
    }
    relations.add(sum(exponential));
    Relation division = division(exponential);
    relations.add(division);
    relations.add(upper(division.remainder().orElseThrow()));
    return relations;
  }

  /** The distance from the maximum, as a sum of its digits. */
  private Combination digitSum() {
    List<Combination.Part> parts = new ArrayList<>();
    for (int k = 0; k < digits.size(); k++) {
      parts.add(new Combination.Part(digits.get(k), 1L << arithmetic.place(k)));
    }
    return new Combination(NAME + ".distance", List.copyOf(parts));
  }

  /** [j is a class] max - y + (the farthest, where there is no data) = distance. */
  private Relation distance() {
    long farthest = arithmetic.farthest();
    List<Term> terms = new ArrayList<>();
    terms.add(new Broadcast(maximum, 1, Broadcast.Along.COLUMNS, input.columns()));
    terms.addAll(input.entries(-1));
    terms.add(new Mask(-farthest, input.rows(), input.columns()));
    terms.addAll(digitSum().entries(-1));
    Optional<Determination> determined = Optional.of(new SoftmaxShift(this));
    return relation("distance", input.columns(), terms, farthest, Optional.empty(), determined);
  }

  /** One place is selected in each row that holds a sample. */
  private Relation selection() {
    List<Term> terms = List.of(new RowSum(selector, 1), new Mask(-1, input.rows(), 1));
    return relation("selection", 1, terms, 0, Optional.empty(), Optional.empty());
  }

  /** Where a place is selected, the distance is zero. */
  private Relation attained() {
    Term product = new ElementProduct(Combination.of(selector), digitSum(), 1);
    return relation(
        "attained", input.columns(), List.of(product), 0, Optional.empty(), Optional.empty());
  }

  private Relation product(TensorSpec factor, TensorSpec rest, TensorSpec product, int number) {
    int shift = SoftmaxArithmetic.EXPONENTIAL.frac();
    WholeTensor output = new WholeTensor(product);
    List<Term> terms = new ArrayList<>();
    terms.add(new ElementProduct(Combination.of(factor), Combination.of(rest), 1));
    terms.addAll(output.terms(-(1L << shift)));
    return Remainders.rounded(
        NAME + ".exponential@" + number,
        input.rows(),
        input.columns(),
        terms,
        output,
        -(1L << shift),
        shift);
  }

  private Relation sum(TensorSpec exponential) {
    int shift = arithmetic.totalShift();
    WholeTensor output = new WholeTensor(total);
    List<Term> terms = new ArrayList<>(List.of(new RowSum(exponential, 1)));
    terms.addAll(output.terms(-(1L << shift)));
    return Remainders.rounded(
        NAME + ".total", input.rows(), 1, terms, output, -(1L << shift), shift);
  }

  /** 2 e + s - 2 p s = Rem, in the units of p s: at least zero. */
  private Relation division(TensorSpec exponential) {
    int shift = 2 * probability.frac() - exponential.frac() + 1;
    TensorSpec remainder =
        unsigned(
            "division.remainder",
            input.rows(),
            input.columns(),
            new TensorFormat(0, total.bits() + 1));
    List<Term> terms =
        List.of(
            new Entry(exponential, 1L << shift),
            spread(1),
            new ElementProduct(Combination.of(probability), Combination.of(total), -2));
    return relation(
        "division",
        input.columns(),
        terms,
        0,
        Optional.of(remainder),
        Optional.of(new Quotient(probability, total)));
  }

  /** 2 s - 1 - Rem = Rem', at least zero: the remainder of a division is below the divisor. */
  private Relation upper(TensorSpec remainder) {
    TensorSpec rest =
        unsigned(
            "bound.remainder",
            input.rows(),
            input.columns(),
            new TensorFormat(0, remainder.bits()));
    List<Term> terms =
        List.of(
            spread(2), new Entry(remainder, -1), new Mask(-1, input.rows(), input.paddedColumns()));
    return relation(
        "bound",
        input.columns(),
        terms,
        0,
        Optional.of(rest),
        Optional.of(new Determination.RemainderAlone()));
  }

  /** coefficient * s, in every column. */
  private Term spread(long coefficient) {
    return new Broadcast(total, coefficient, Broadcast.Along.COLUMNS, input.paddedColumns());
  }

  private Relation relation(
      String name,
      int columns,
      List<Term> terms,
      long constant,
      Optional<TensorSpec> remainder,
      Optional<Determination> determined) {
    return new Relation(
        NAME + "." + name,
        input.rows(),
        columns,
        List.copyOf(terms),
        constant,
        remainder,
        determined);
  }

  private static TensorSpec unsigned(String name, int rows, int columns, TensorFormat format) {
    return tensor(name, rows, columns, format, false, false);
  }

  private static TensorSpec tensor(
      String name, int rows, int columns, TensorFormat format, boolean signed, boolean zeroPadded) {
    return new TensorSpec(
        NAME + "." + name,
        Owner.AUXILIARY,
        rows,
        columns,
        format.frac(),
        format.bits(),
        signed,
        zeroPadded);
  }
}
