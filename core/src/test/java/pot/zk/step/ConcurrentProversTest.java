package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Reduction;
import pot.zk.step.ZkWitnessBuilder.StepData;

/** Several provers in one process, and provers that are stopped. */
@Tag("long")
class ConcurrentProversTest {
  private static final int PROVERS = 4;

  @TempDir Path state;

  private record Job(Hyperparameters hp, StepData step) {
    static Job of(Hyperparameters hp, int seed) {
      Steps.Data data = Steps.random(hp, new Random(seed));
      ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
      ModelState after = builder.canonicalStep(data.before(), data.batch());
      return new Job(
          hp, builder.extractSgdUpdateWitness(data.before(), after, data.batch(), seed, 2, 3));
    }

    byte[] prove(SgdZkProver prover) {
      return prover.proveSgdStep(hp, step.statement(), step.witness()).bytes();
    }
  }

  /** All at once, through one prover and one ledger: the bytes are those of one after another. */
  @Test
  void theyDoNotDisturbEachOther() throws Exception {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < PROVERS; i++) {
      jobs.add(
          Job.of(
              i % 2 == 0
                  ? Fixtures.classifier(Fixtures.EXACT)
                  : Fixtures.linear(20, 60, 40, true, Reduction.MEAN, Fixtures.EXACT, 1),
              i));
    }
    SgdZkProver shared = new SgdZkProver(FileOpeningLedger.open(state));
    List<Callable<byte[]>> calls = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      jobs.forEach(job -> calls.add(() -> job.prove(shared)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(PROVERS)) {
      List<Future<byte[]>> proofs = threads.invokeAll(calls);
      for (int i = 0; i < proofs.size(); i++) {
        byte[] alone = jobs.get(i % PROVERS).prove(shared);
        assertThat(proofs.get(i).get()).isEqualTo(alone);
      }
    }
  }

  /** Its own proof is never made; another prover beside it, and the same request later, are. */
  @Test
  @Timeout(120)
  void anInterruptedProverStops() throws Exception {
    Job large = Job.of(Fixtures.linear(64, 512, 512, true, Reduction.MEAN, Fixtures.EXACT, 1), 1);
    Job small = Job.of(Fixtures.small(Fixtures.EXACT), 2);
    FileOpeningLedger ledger = FileOpeningLedger.open(state);
    CountDownLatch proving = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Progress progress =
        phase -> {
          if (phase.equals(Progress.PROOF)) {
            proving.countDown();
          }
        };
    Thread stopped =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    large.prove(new SgdZkProver(ledger, progress));
                  } catch (CancellationException e) {
                    end.set(Thread.currentThread().isInterrupted() ? e : new Error("flag lost"));
                  }
                });
    proving.await();
    stopped.interrupt();
    byte[] beside = small.prove(new SgdZkProver(ledger));
    stopped.join();
    assertThat(end.get()).isInstanceOf(CancellationException.class);
    assertThat(small.prove(new SgdZkProver(ledger))).isEqualTo(beside);
    // The budget is one opening, which the stopped prover has taken for this very request.
    byte[] proof = large.prove(new SgdZkProver(ledger));
    assertThat(
            new SgdZkVerifier().verifySgdStep(large.step().statement(), new Proof(proof)).isValid())
        .isTrue();
  }
}
