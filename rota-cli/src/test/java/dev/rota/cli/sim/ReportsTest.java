package dev.rota.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** What programs read is read back; what people read is compared with what it should be. */
class ReportsTest {
  private static final String TWO =
      "{'policies':['rr:quantum=1ms'],'tasks':[{'name':'a','bursts':['3ms']},"
          + "{'name':'b','arrivalMs':0.5,'group':'g','bursts':['2ms','1us']}]}";

  @Test
  void jsonIsAsItWasPromised() {
    assertThat(Sim.json(TWO, true))
        .isEqualTo(
            """
            {"policy":"rr:quantum=1ms","cores":1,"figures":{"makespanMs":5,\
            "throughputPerSecond":400.0,"utilization":1.0,"lost":0.0,"switchingMs":0,\
            "switches":4,"slices":5,"mostAlive":2,"tasks":2,"cpuMs":5,\
            "responseMs":{"mean":0.25,"p50":0,"p99":0.5,"max":0.5},\
            "waitingMs":{"mean":1.75,"p50":1.5,"p99":2,"max":2},\
            "turnaroundMs":{"mean":4.2505,"p50":3.501,"p99":5,"max":5},\
            "fairness":0.9994054696789533},\
            "groups":[{"group":"g","tasks":1,"cpuMs":2,\
            "responseMs":{"mean":0.5,"p50":0.5,"p99":0.5,"max":0.5},\
            "waitingMs":{"mean":1.5,"p50":1.5,"p99":1.5,"max":1.5},\
            "turnaroundMs":{"mean":3.501,"p50":3.501,"p99":3.501,"max":3.501},"fairness":1.0}],\
            "tasks":[{"name":"b","arrivalMs":0.5,"responseMs":0.5,"waitingMs":1.5,\
            "turnaroundMs":3.501,"finishMs":4.001,"cpuMs":2},\
            {"name":"a","arrivalMs":0,"responseMs":0,"waitingMs":2,"turnaroundMs":5,\
            "finishMs":5,"cpuMs":3}],\
            "slices":[{"task":"a","core":0,"startMs":0,"endMs":1},\
            {"task":"b","core":0,"startMs":1,"endMs":2},\
            {"task":"a","core":0,"startMs":2,"endMs":3},\
            {"task":"b","core":0,"startMs":3,"endMs":4},\
            {"task":"a","core":0,"startMs":4,"endMs":5}]}
            """);
  }

  @Test
  void jsonOfOneIsAnObjectAndOfSeveralAnArray() {
    assertThat(parse(Sim.json(TWO, false))).isInstanceOf(Map.class);
    var several =
        parse(Sim.json(TWO.replace("['rr:quantum=1ms']", "['fifo','rr:quantum=1ms']"), true));
    assertThat(several).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\\"q\\\\", "a,b", "<&>", "héllo 漢字 😀", "{}[]"})
  void namesComeBackAsTheyWere(String name) {
    var json = "{\"tasks\":[{\"name\":\"" + name + "\",\"bursts\":[\"1ms\"]}]}";
    var draft = Sim.read(json);
    var written = draft.tasks.getFirst().name();
    var root = (Map<?, ?>) parse(Sim.print(draft, Format.JSON));
    var task = (Map<?, ?>) ((List<?>) root.get("tasks")).getFirst();
    assertThat(task.get("name")).isEqualTo(written);
    var csv = Sim.print(draft, Format.CSV).lines().toList();
    assertThat(csv).hasSize(2);
    assertThat(cells(csv.getLast())).startsWith("rr", written, "", "0");
    assertThat(Sim.print(draft, Format.TEXT)).contains(written);
    wellFormed(new SvgPicture(List.of(run(draft))).text());
  }

  private static OneRun run(Draft draft) {
    var scenario = draft.scenario();
    return OneRun.of(scenario, scenario.policies().getFirst(), 1);
  }

  @Test
  void csvOfTasks() {
    assertThat(Sim.print(Sim.read(TWO), Format.CSV))
        .isEqualTo(
            """
            policy,name,group,arrivalMs,responseMs,waitingMs,turnaroundMs,finishMs,cpuMs\r
            rr:quantum=1ms,b,g,0.5,0.5,1.5,3.501,4.001,2\r
            rr:quantum=1ms,a,,0,0,2,5,5,3\r
            """);
  }

  @Test
  void aSeriesMarksItsBest() {
    var draft =
        Sim.read(
            "{'cores':2,'counts':[1,2,4],'creationCost':'1ms','policies':['fifo','rr'],"
                + "'tasks':[{'name':'t','items':4,'bursts':['2ms']}]}");
    var text = Sim.print(draft, Format.TEXT);
    assertThat(text)
        .startsWith(
            """
            fifo on 2 cores

            tasks  makespan, ms   used  switching  switches  response  turnaround p99
            1                 9  44.4%       5.6%         0         1               9
            2                 5    80%        20%         0         1               5  best
            4                 6  66.7%      33.3%         2       2.5               6

            best: 2 tasks, done in 5 ms; more gain less than 1%
            """);
    assertThat(text.lines()).filteredOn(line -> line.endsWith("best")).hasSize(2);
    var csv = Sim.print(draft, Format.CSV).lines().map(ReportsTest::cells).toList();
    assertThat(csv).hasSize(7).allMatch(line -> line.size() == csv.getFirst().size());
    assertThat(csv).filteredOn(line -> line.get(2).equals("true")).hasSize(2);
    var best = new ArrayList<Object>();
    for (var run : (List<?>) parse(Sim.print(draft, Format.JSON))) {
      if (Boolean.TRUE.equals(((Map<?, ?>) run).get("best"))) {
        best.add(((Map<?, ?>) run).get("count"));
      }
    }
    assertThat(best).containsExactly(2L, 2L);
  }

  @Test
  void severalPoliciesAreOneTable() {
    var draft = Sim.draft("fifo", "a:0:24ms", "b:0:3ms", "c:0:3ms");
    draft.policies = List.of("fifo", "rr:quantum=4ms", "sjf");
    assertThat(Sim.print(draft, Format.TEXT))
        .endsWith(
            """
            all tasks, ms       fifo  rr:quantum=4ms    sjf
            makespan              30              30     30
            response mean         17           3.667      3
            response p50          24               4      3
            response p99          27               7      6
            waiting mean          17           5.667      3
            waiting p50           24               6      3
            waiting p99           27               7      6
            turnaround mean       27          15.667     13
            turnaround p50        27              10      6
            turnaround p99        30              30     30
            tasks a second       100             100    100
            utilization         100%            100%   100%
            lost to switching     0%              0%     0%
            switches               2               3      2
            fairness (Jain)    0.478           0.852  0.933
            """);
  }

  @Test
  void whatIsTooWideGoesOnBelow() {
    var table = new Table();
    table.row("name", "first", "second", "third");
    table.row("x", "1", "2", "3");
    assertThat(table.text(20))
        .isEqualTo(
            """
            name  first  second
            x         1       2

            name  third
            x         3
            """);
  }

  @Test
  void aChartFitsItsWidthHoweverLongTheRun() {
    for (var task : List.of("a:0:1us", "a:0:999ms", "a:5:10000h", "a:9999999:7us+3h+1us")) {
      var draft = Sim.draft("fifo", task, "longer-than-the-label-is-wide:0:1us");
      var run = run(draft);
      for (int width : new int[] {60, 80, 200}) {
        var chart = new Chart(run, Unit.of(run.end()), width);
        run.again(chart);
        assertThat(chart.text().lines()).allMatch(line -> line.length() <= width);
        assertThat(chart.text()).contains("longer-than-t...");
      }
    }
  }

  @Test
  void aPictureIsBoundedAndWellFormed() {
    var draft =
        Sim.read(
            "{'cores':16,'switchCost':'10us','policies':['rr:quantum=100us'],"
                + "'tasks':[{'name':'t<','count':2000,'everyMs':0.01,'bursts':['5ms','1ms','1ms']}]}");
    var svg = new SvgPicture(List.of(run(draft))).text();
    assertThat(svg).hasSizeLessThan(8_000_000).contains("and 1960 more tasks", "t&lt;1");
    wellFormed(svg);
  }

  private static void wellFormed(String svg) {
    try {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)));
      assertThat(document.getElementsByTagName("rect").getLength()).isGreaterThan(2);
      assertThat(svg).doesNotContain("NaN", "Infinity");
    } catch (Exception e) {
      throw new AssertionError(svg.substring(0, Math.min(400, svg.length())), e);
    }
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  private static Object parse(String json) {
    try (var parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      var value = value(parser);
      assertThat(parser.nextToken()).isNull();
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      default -> parser.getText();
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    var map = new LinkedHashMap<String, Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      assertThat(map.put(name, value(parser))).as("once").isNull();
    }
    return map;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    var list = new ArrayList<Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }
}
