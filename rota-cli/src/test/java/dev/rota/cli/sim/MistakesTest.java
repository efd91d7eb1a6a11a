package dev.rota.cli.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.cli.args.UserError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in tasks, groups, policies and files, and what is said of it. */
class MistakesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a | --task 'a' is no task; allowed is NAME:ARRIVAL:BURSTS[:KEY=VALUE,...]",
        "a:0 | is no task",
        "a:0:1ms:weight=1:more | is no task",
        ":0:1ms | : name: '' is no name; allowed are 1 to 100 characters that can be printed",
        "' ':0 | is no task",
        "a\u0007b:0:1ms | 'a?b' is no name",
        "a\u202eb:0:1ms | 'a?b' is no name",
        "a:x:1ms | arrival: 'x' is not a duration above zero",
        "a::1ms | arrival: '' is no arrival; allowed is a number of milliseconds such as 0 or 2.5",
        "a:-1:1ms | arrival: '-1' is no arrival",
        "a:1e9:1ms | arrival: '1e9' is no arrival",
        "a:NaN:1ms | arrival: 'NaN' is not a duration above zero",
        "a:0.1234567:1ms | is no arrival",
        "a:123456789012:1ms | is no arrival",
        "a:36000000001:1ms | is too long; allowed is at most 10000h",
        "a:0: | bursts: '' is not a duration above zero; allowed is a whole number with us, ms",
        "a:0:0ms | bursts: '0ms' is not a duration above zero",
        "a:0:1ms+ | bursts: '' is not a duration above zero",
        "a:0:1ms+0s+1ms | '0s' is not a duration above zero",
        "a:0:5 | '5' is not a duration above zero",
        "a:0:1.5ms | '1.5ms' is not a duration above zero",
        "a:0:-1ms | '-1ms' is not a duration",
        "a:0:NaNms | 'NaNms' is not a duration",
        "a:0:10001h | '10001h' is too long; allowed is at most 10000h",
        "a:0:999999999999h | is too long",
        "a:0:9999999999999h | is not a duration",
        "a:0:lock(m)+1ms | bursts: a task must give m back before it ends",
        "a:0:unlock(m)+1ms | bursts: a task must not give m back when it does not have it",
        "a:0:lock(m)+1ms+lock(m)+unlock(m) | bursts: a task must not take m when it has it",
        "a:0:lock()+1ms | lock: '' is no name",
        "a:0:luck(m)+1ms | 'luck(m)' is no burst; allowed are durations, lock(NAME) and"
            + " unlock(NAME)",
        "a:0:1ms:weight=0 | weight: '0' is no weight; allowed is a number above 0",
        "a:0:1ms:weight=-1 | '-1' is no weight",
        "a:0:1ms:weight=NaN | 'NaN' is no weight",
        "a:0:1ms:weight=1e5 | '1e5' is no weight",
        "a:0:1ms:weight=1000000 | '1000000' is no weight",
        "a:0:1ms:priority=x | priority: 'x' is out of range; allowed is -1000000 to 1000000",
        "a:0:1ms:priority=1000001 | priority: '1000001' is out of range",
        "a:0:1ms:priority=99999999999999999999 | is out of range",
        "a:0:1ms:group= | group: '' is no path; allowed are names and / between",
        "a:0:1ms:group=a//b | 'a//b' is no path",
        "a:0:1ms:colour=red | there is no key 'colour'; allowed are group, weight and priority",
        "a:0:1ms:weight | 'weight' must be KEY=VALUE, each key once",
        "a:0:1ms:weight=1,weight=2 | 'weight=2' must be KEY=VALUE, each key once",
        "a:0:1ms: | '' must be KEY=VALUE",
      })
  void ofATask(String task, String message) {
    refused(() -> TaskForm.parse(task), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a | --group 'a' is no group; allowed is PATH:weight=N, such as a/b:weight=3",
        "a:3 | is no group",
        "a:weight=0 | '0' is no weight",
        ":weight=1 | '' is no path",
        "a/:weight=1 | 'a/' is no path",
      })
  void ofAGroup(String group, String message) {
    refused(() -> GroupForm.parse(group), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nope | policy: there is no 'nope'; allowed is fifo",
        "rr:quantum=0ms | quantum='0ms'; allowed is",
        "rr:colour=red | it has no key 'colour'",
        "fifo:quantum=1ms | it has no key 'quantum'",
      })
  void ofAPolicy(String policy, String message) {
    refused(() -> Sim.draft(policy, "a:0:1ms").scenario(), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        " | f.json: ends too soon; allowed is {, the begin of a scenario",
        "[] | f.json : '[' is not what belongs here; allowed is {, the begin of a scenario",
        "{ | f.json: line 1: Unexpected end-of-input",
        "{'cores':1} {} | there is more behind the scenario; allowed is nothing",
        "{'cores':0} | f.json /cores: '0' is out of range; allowed is 1 to 1024",
        "{'cores':1025} | f.json /cores: '1025' is out of range",
        "{'cores':1.5} | f.json /cores: '1.5' is out of range",
        "{'cores':'1'} | f.json /cores: '1' is not what belongs here; allowed is a number",
        "{'cores':99999999999999999999999} | is out of range",
        "{'cores':NaN} | f.json: line 1: Non-standard token 'NaN'",
        "{'cores':1,'cores':2} | f.json: line 1: Duplicate field 'cores'",
        "{'colour':1} | f.json /colour: there is no field 'colour'; allowed is what rota sim"
            + " --help",
        "{'seed':1e3} | f.json /seed: '1e3' is out of range",
        "{'switchCost':'5'} | f.json /switchCost: '5' is not a duration above zero",
        "{'switchCost':5} | f.json /switchCost: '5' is not what belongs here; allowed is a string",
        "{'quantum':'0ms'} | f.json /quantum: '0ms' is not a duration above zero",
        "{'cacheTasks':0} | f.json /cacheTasks: '0' is out of range",
        "{'counts':[0]} | f.json /counts/0: '0' is out of range; allowed is 1 to 10000000",
        "{'counts':3} | f.json /counts: '3' is not what belongs here; allowed is an array",
        "{'groups':[{'weight':1}]} | 'path' is missing",
        "{'groups':[{'path':'','weight':1}]} | f.json /groups/0/path: '' is no path",
        "{'groups':[{'path':'a','size':1}]} | f.json /groups/0/size: there is no field 'size'",
        "{'tasks':[{'bursts':['1ms']}]} | 'name' is missing",
        "{'tasks':[{'name':'a'}]} | 'bursts' is missing",
        "{'tasks':[{'name':'a','bursts':[]}]} | has 0 bursts; allowed are 1 to 10000",
        "{'tasks':[{'name':'a','bursts':['1ms',5]}]} | f.json /tasks/0/bursts/1: '5' is not what",
        "{'tasks':[{'name':'a','bursts':['1ms','x']}]} | f.json /tasks/0/bursts: 'x' is not a",
        "{'tasks':[{'name':'a\\u0000'}]} | f.json /tasks/0/name: 'a?' is no name",
        "{'tasks':[{'arrivalMs':-1}]} | f.json /tasks/0/arrivalMs: '-1' is no arrival",
        "{'tasks':[{'arrivalMs':1e99}]} | f.json /tasks/0/arrivalMs: '1e99' is no arrival",
        "{'tasks':[{'weight':0}]} | f.json /tasks/0/weight: '0' is no weight",
        "{'tasks':[{'count':10000001}]} | f.json /tasks/0/count: '10000001' is out of range",
        "{'tasks':[{'items':0}]} | f.json /tasks/0/items: '0' is out of range; allowed is 1 to",
        "{'tasks':[{'vary':1.5}]} | f.json /tasks/0/vary: '1.5' is out of range; allowed is 0 to 1",
        "{'tasks':[null]} | f.json /tasks/0: 'null' is not what belongs here",
        "{'tasks':[{'name':'a','items':1000000,'bursts':['1ms','1ms']}]} | are too many",
        "{} | there are no tasks; give --task NAME:ARRIVAL:BURSTS, a scenario or a file",
        "{'tasks':[{'name':'a','bursts':['1s']},{'name':'a','bursts':['1s']}]} | two tasks have"
            + " the",
        "{'tasks':[{'name':'a','items':2,'count':3,'bursts':['1s']}]} | 2 items are not enough for"
            + " 3",
        "{'tasks':[{'name':'a','items':1000000,'bursts':['9999h']}]} | its bursts take more than",
        "{'tasks':[{'name':'a','count':1000,'everyMs':36000000000,'bursts':['1s']}]} | the last of",
        "{'policies':['rr','x'],'tasks':[{'name':'a','bursts':['1s']}]} | there is no 'x'",
      })
  void ofAFile(String json, String message) {
    refused(() -> Sim.read(json == null ? "" : json).scenario(), message);
  }

  @Test
  void tooManyTasksInAll() {
    var half = "{'name':'%s','count':6000000,'bursts':['1ms']}";
    refused(
        () ->
            Sim.read("{'tasks':[" + half.formatted("a") + "," + half.formatted("b") + "]}")
                .scenario(),
        "there are 12000000 tasks; allowed are at most 10000000");
  }

  @Test
  void aNumberThatIsLongerThanAnybodyNeeds() {
    refused(
        () -> Sim.read("{'cores':" + "9".repeat(5000) + "}"),
        "f.json: Number value length (5000) exceeds");
    refused(() -> Sim.read("[".repeat(5000)), "f.json");
    refused(() -> TaskForm.parse("a".repeat(101) + ":0:1ms"), "aaa...' is no name");
  }

  @Test
  void aRunThatFails() {
    var draft =
        Sim.read("{'policies':['fifo'],'tasks':[{'name':'t','count':300,'bursts':['10000h']}]}");
    refused(() -> Sim.print(draft, Format.TEXT), "fifo: the run's time passes 2^63 ns, 292 years");
  }

  private static void refused(ThrowingCallable parse, String message) {
    assertThatThrownBy(parse)
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }
}
