package pot.zk.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import pot.zk.cli.bench.Plotter;

/** Draws by XChart. */
public final class XChartPlotter implements Plotter {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;
  private static final float LINE = 2f;
  private static final float GRID_LINE = 0.8f;
  private static final int LINE_HEIGHT = 18;
  private static final int MARGIN = 24;

  private static final double THOUSAND = 1e3;
  private static final double MILLION = 1e6;

  /** More than two decimal places. */
  private static final Pattern LONG_NUMBER = Pattern.compile("(\\.[0-9]{2})[0-9]+");

  /** Told apart by all eyes, on paper too (Okabe and Ito). */
  private static final Color[] COLOURS = {
    new Color(0x000000),
    new Color(0xD55E00),
    new Color(0x0072B2),
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0xE69F00)
  };

  @Override
  public String svg(Diagram diagram) {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(diagram.title())
            .xAxisTitle(diagram.xLabel())
            .yAxisTitle(diagram.yLabel())
            .build();
    style(chart.getStyler());
    for (Curve curve : diagram.curves()) {
      XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setLineStyle(new BasicStroke(LINE));
    }
    try {
      String svg = new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
      return captioned(shortened(svg), diagram);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** XChart draws letters as outlines, with more decimal places than pixels need. */
  private static String shortened(String svg) {
    return LONG_NUMBER.matcher(svg).replaceAll(n -> n.group(1));
  }

  /** Makes place below and writes there, as text; what is drawn is named for those who look. */
  private static String captioned(String svg, Diagram diagram) {
    int height = HEIGHT + LINE_HEIGHT * (diagram.caption().size() + 1);
    StringBuilder below = new StringBuilder();
    below.append(
        "  <rect x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"white\"/>%n"
            .formatted(HEIGHT, WIDTH, height - HEIGHT));
    int y = HEIGHT;
    for (String line : diagram.caption()) {
      y += LINE_HEIGHT;
      below.append(
          "  <text x=\"%d\" y=\"%d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#444444\">%s</text>%n"
              .formatted(MARGIN, y, escaped(line)));
    }
    String named =
        "<title>%s: %s</title>".formatted(escaped(diagram.title()), escaped(diagram.yLabel()));
    return svg.replaceFirst(
            "height=\"%dpx\"".formatted(HEIGHT), "height=\"%dpx\"".formatted(height))
        .replaceFirst(
            "viewBox=\"0 0 %d %d\"".formatted(WIDTH, HEIGHT),
            "viewBox=\"0 0 %d %d\"".formatted(WIDTH, height))
        .replaceFirst("<defs>", Matcher.quoteReplacement(named + "\n  <defs>"))
        .replace("</svg>", below + "</svg>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void style(XYStyler styler) {
    styler.setXAxisLogarithmic(true);
    styler.setXAxisLogarithmicDecadeOnly(false);
    styler.setYAxisLogarithmic(true);
    styler.setYAxisLogarithmicDecadeOnly(false);
    styler.setSeriesColors(COLOURS);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    // Solid: of a dashed line every dash would be drawn.
    styler.setPlotGridLinesStroke(new BasicStroke(GRID_LINE));
    styler.setXAxisTickLabelsFormattingFunction(XChartPlotter::tick);
    styler.setYAxisTickLabelsFormattingFunction(XChartPlotter::tick);
  }

  /** One, two and five of each decade have place for their numbers. */
  private static String tick(double value) {
    double mantissa = value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    long digit = Math.round(mantissa);
    return digit == 1 || digit == 2 || digit == 5 ? number(value) : "";
  }

  private static String number(double value) {
    if (value < 1) {
      return String.format(Locale.ROOT, "%.1g", value);
    }
    double scale = value >= MILLION ? MILLION : value >= THOUSAND ? THOUSAND : 1;
    String suffix = scale == MILLION ? " M" : scale == THOUSAND ? " k" : "";
    return Math.round(value / scale) + suffix;
  }
}
