package pot.zk.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The tests of the Python package, one by one: so that one run tests the whole project, and one
 * summary says so. They run in a virtual environment under {@code target}, made when its
 * requirements change.
 */
class PythonTest {
  private static final Path PACKAGE = Path.of("../python").toAbsolutePath().normalize();
  private static final Path VERIFIER = Path.of("../second-verifier").toAbsolutePath().normalize();
  private static final Path TARGET = Path.of("target/python").toAbsolutePath();
  private static final Path PYTHON = TARGET.resolve("venv/bin/python");

  @TestFactory
  Stream<DynamicTest> everyTestOfThePackage() throws IOException, InterruptedException {
    return everyTest(PACKAGE);
  }

  @TestFactory
  Stream<DynamicTest> everyTestOfTheSecondVerifier() throws IOException, InterruptedException {
    return everyTest(VERIFIER);
  }

  private static Stream<DynamicTest> everyTest(Path folder)
      throws IOException, InterruptedException {
    makeEnvironment();
    String name = folder.getFileName().toString();
    Path report = TARGET.resolve(name + ".xml");
    Files.deleteIfExists(report);
    Path log = TARGET.resolve(name + ".log");
    run(folder, log, PYTHON.toString(), "-m", "pytest", "-q", "--junitxml=" + report, "tests");
    if (!Files.exists(report)) {
      fail("pytest wrote no report:\n" + Files.readString(log));
    }
    List<DynamicTest> tests = new ArrayList<>();
    NodeList cases = parse(report).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      tests.add(test((Element) cases.item(i)));
    }
    if (tests.isEmpty()) {
      fail("pytest found no tests:\n" + Files.readString(log));
    }
    return tests.stream();
  }

  /** Made anew when the requirements have changed since. */
  private static void makeEnvironment() throws IOException, InterruptedException {
    Path requirements = PACKAGE.resolve("requirements-test.txt");
    Path installed = TARGET.resolve("installed.txt");
    if (Files.exists(installed) && Files.mismatch(requirements, installed) < 0) {
      return;
    }
    Files.createDirectories(TARGET);
    Path log = TARGET.resolve("install.log");
    require(log, "python3", "-m", "venv", "--clear", TARGET.resolve("venv").toString());
    require(
        log,
        PYTHON.toString(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        requirements.toString());
    Files.copy(requirements, installed, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void require(Path log, String... command)
      throws IOException, InterruptedException {
    if (run(PACKAGE, log, command) != 0) {
      fail(
          "the Python tests need python3 (3.10 or newer) with venv, and its packages: "
              + String.join(" ", command)
              + "\n"
              + Files.readString(log));
    }
  }

  private static int run(Path folder, Path log, String... command)
      throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IOException("the Python tests need " + command[0] + ": " + e.getMessage(), e);
    }
  }

  private static Document parse(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(report.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  private static DynamicTest test(Element testcase) {
    String name = testcase.getAttribute("classname") + "." + testcase.getAttribute("name");
    List<String> faults = new ArrayList<>();
    for (Node child = testcase.getFirstChild(); child != null; child = child.getNextSibling()) {
      // A skipped test is no passed test.
      if (List.of("failure", "error", "skipped").contains(child.getNodeName())) {
        faults.add(child.getNodeName() + ": " + child.getTextContent());
      }
    }
    return DynamicTest.dynamicTest(
        name,
        () -> {
          if (!faults.isEmpty()) {
            fail(String.join("\n", faults));
          }
        });
  }
}
