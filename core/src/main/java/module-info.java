module pot.zk.core {
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  exports pot.zk.error;
  exports pot.zk.field;
  exports pot.zk.fixedpoint;
  exports pot.zk.ledger;
  exports pot.zk.model;
  exports pot.zk.simd to
      pot.zk.cli;
  exports pot.zk.step;
}
