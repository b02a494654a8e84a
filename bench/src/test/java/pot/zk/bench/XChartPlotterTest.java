package pot.zk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import pot.zk.cli.bench.Plotter;

class XChartPlotterTest {
  private static final int MOST_CHARACTERS = 200_000;

  @Test
  void theServiceDrawsCurvesAndWords() {
    Plotter plotter = ServiceLoader.load(Plotter.class).findFirst().orElseThrow();
    List<Double> x = List.of(65_536.0, 131_072.0, 4_194_304.0);
    String svg =
        plotter.svg(
            new Plotter.Diagram(
                "a title",
                List.of("one line & <another>"),
                "parameters",
                "nanoseconds",
                List.of(
                    new Plotter.Curve("prove", x, List.of(2000.0, 1500.0, 1000.0)),
                    new Plotter.Curve("verify", x, List.of(40.0, 20.0, 1.0)))));
    assertThat(svg.strip())
        .startsWith("<?xml")
        .contains("<svg", "<title>a title: nanoseconds</title>", "one line &amp; &lt;another&gt;")
        // A mark at each point.
        .contains("<ellipse")
        .endsWith("</svg>");
    assertThat(svg.length()).isLessThan(MOST_CHARACTERS);
  }
}
