package pot.zk.cli.bench;

import java.util.List;

/**
 * Draws diagrams. Found as a service: the library that does it comes with the module bench, so that
 * the program itself need not carry it.
 */
public interface Plotter {
  /**
   * A diagram on two logarithmic axes.
   *
   * @param caption lines below it
   */
  record Diagram(
      String title, List<String> caption, String xLabel, String yLabel, List<Curve> curves) {}

  /**
   * One curve of positive values.
   *
   * @param x as many as there are y
   */
  record Curve(String name, List<Double> x, List<Double> y) {}

  /** An SVG document. */
  String svg(Diagram diagram);
}
