package pot.zk.hiding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What must hold of the hidden values of one proof: linear constraints and product relations. They
 * are collected while the script runs and settled together at its end; nothing is checked on the
 * spot.
 */
public final class Obligations {
  /** value = 0. */
  public record Zero(String name, HiddenValue value) {}

  private final Predicate<String> enforced;
  private final List<Zero> zeros = new ArrayList<>();
  private final List<ProductRelation> products = new ArrayList<>();

  /** Every obligation is enforced. */
  public Obligations() {
    this(name -> true);
  }

  /**
   * For tests of single checks alone: obligations whose name fails the predicate are dropped.
   *
   * @param enforced whether the obligation of this name is enforced
   */
  public Obligations(Predicate<String> enforced) {
    this.enforced = enforced;
  }

  public boolean enforces(String name) {
    return enforced.test(name);
  }

  public void zero(String name, HiddenValue value) {
    if (enforces(name)) {
      zeros.add(new Zero(name, value));
    }
  }

  public void product(ProductRelation relation) {
    if (enforces(relation.name())) {
      products.add(relation);
    }
  }

  public List<Zero> zeros() {
    return zeros;
  }

  public List<ProductRelation> products() {
    return products;
  }
}
