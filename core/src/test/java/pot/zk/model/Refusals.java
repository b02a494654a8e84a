package pot.zk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import pot.zk.error.UnusableRequestException;

/** What every refusal of this package must be. */
final class Refusals {
  private static final int MAX_MESSAGE_CHARS = 4000;

  private Refusals() {}

  /** The refusal: about this field, on one line of printable ASCII, not longer than a screen. */
  static UnusableRequestException refused(String field, ThrowingCallable call) {
    UnusableRequestException refusal = refused(call);
    assertThat(refusal.field()).as(refusal.getMessage()).isEqualTo(field);
    return refusal;
  }

  static UnusableRequestException refused(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(UnusableRequestException.class);
    assertThat(thrown.getMessage()).matches("[ -~]+").hasSizeLessThan(MAX_MESSAGE_CHARS);
    UnusableRequestException refusal = (UnusableRequestException) thrown;
    assertThat(refusal.found()).isNotBlank();
    assertThat(refusal.expected()).isNotBlank();
    assertThat(refusal.action()).isNotBlank();
    return refusal;
  }
}
