package dev.rota.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The values of java.time. Their own factories refuse what is out of range with a {@link
 * java.time.DateTimeException}, which {@link ValueReader} takes as malformed.
 */
final class Times {

  private Times() {}

  static void write(int tag, Object value, Output out) {
    out.put(tag);
    switch (tag) {
      case Tag.INSTANT -> {
        Instant instant = (Instant) value;
        out.putSigned(instant.getEpochSecond());
        out.putUnsigned(instant.getNano());
      }
      case Tag.DURATION -> {
        Duration duration = (Duration) value;
        out.putSigned(duration.getSeconds());
        out.putUnsigned(duration.getNano());
      }
      case Tag.PERIOD -> {
        Period period = (Period) value;
        out.putSigned(period.getYears());
        out.putSigned(period.getMonths());
        out.putSigned(period.getDays());
      }
      case Tag.LOCAL_DATE -> date((LocalDate) value, out);
      case Tag.LOCAL_TIME -> time((LocalTime) value, out);
      case Tag.LOCAL_DATE_TIME -> dateTime((LocalDateTime) value, out);
      case Tag.OFFSET_TIME -> {
        OffsetTime time = (OffsetTime) value;
        time(time.toLocalTime(), out);
        offset(time.getOffset(), out);
      }
      case Tag.OFFSET_DATE_TIME -> {
        OffsetDateTime dateTime = (OffsetDateTime) value;
        dateTime(dateTime.toLocalDateTime(), out);
        offset(dateTime.getOffset(), out);
      }
      case Tag.ZONED_DATE_TIME -> {
        ZonedDateTime dateTime = (ZonedDateTime) value;
        dateTime(dateTime.toLocalDateTime(), out);
        offset(dateTime.getOffset(), out);
        Texts.write(dateTime.getZone().getId(), out);
      }
      case Tag.ZONE_OFFSET -> offset((ZoneOffset) value, out);
      case Tag.ZONE_REGION -> Texts.write(((ZoneId) value).getId(), out);
      case Tag.YEAR -> out.putSigned(((Year) value).getValue());
      case Tag.YEAR_MONTH -> {
        YearMonth month = (YearMonth) value;
        out.putSigned(month.getYear());
        out.put(month.getMonthValue());
      }
      case Tag.MONTH_DAY -> {
        MonthDay day = (MonthDay) value;
        out.put(day.getMonthValue());
        out.put(day.getDayOfMonth());
      }
      default -> throw new AssertionError(tag);
    }
  }

  private static void date(LocalDate date, Output out) {
    out.putSigned(date.toEpochDay());
  }

  private static void time(LocalTime time, Output out) {
    out.putUnsigned(time.toNanoOfDay());
  }

  private static void dateTime(LocalDateTime dateTime, Output out) {
    date(dateTime.toLocalDate(), out);
    time(dateTime.toLocalTime(), out);
  }

  private static void offset(ZoneOffset offset, Output out) {
    out.putSigned(offset.getTotalSeconds());
  }

  static Object read(int tag, Input in) throws MalformedValueException {
    return switch (tag) {
      case Tag.INSTANT -> {
        long seconds = in.getSigned();
        yield Instant.ofEpochSecond(seconds, in.getUnsigned());
      }
      case Tag.DURATION -> {
        long seconds = in.getSigned();
        yield Duration.ofSeconds(seconds, in.getUnsigned());
      }
      case Tag.PERIOD -> {
        int years = in.getSignedInt();
        int months = in.getSignedInt();
        yield Period.of(years, months, in.getSignedInt());
      }
      case Tag.LOCAL_DATE -> date(in);
      case Tag.LOCAL_TIME -> time(in);
      case Tag.LOCAL_DATE_TIME -> dateTime(in);
      case Tag.OFFSET_TIME -> {
        LocalTime time = time(in);
        yield OffsetTime.of(time, offset(in));
      }
      case Tag.OFFSET_DATE_TIME -> {
        LocalDateTime dateTime = dateTime(in);
        yield OffsetDateTime.of(dateTime, offset(in));
      }
      case Tag.ZONED_DATE_TIME -> {
        LocalDateTime dateTime = dateTime(in);
        ZoneOffset offset = offset(in);
        // By the instant: the local time alone is ambiguous when clocks go back.
        yield ZonedDateTime.ofInstant(dateTime, offset, ZoneId.of(Texts.readString(in)));
      }
      case Tag.ZONE_OFFSET -> offset(in);
      case Tag.ZONE_REGION -> ZoneId.of(Texts.readString(in));
      case Tag.YEAR -> Year.of(in.getSignedInt());
      case Tag.YEAR_MONTH -> {
        int year = in.getSignedInt();
        yield YearMonth.of(year, in.get());
      }
      case Tag.MONTH_DAY -> {
        int month = in.get();
        yield MonthDay.of(month, in.get());
      }
      default -> throw new MalformedValueException("no value begins with " + tag);
    };
  }

  private static LocalDate date(Input in) throws MalformedValueException {
    return LocalDate.ofEpochDay(in.getSigned());
  }

  private static LocalTime time(Input in) throws MalformedValueException {
    return LocalTime.ofNanoOfDay(in.getUnsigned());
  }

  private static LocalDateTime dateTime(Input in) throws MalformedValueException {
    LocalDate date = date(in);
    return LocalDateTime.of(date, time(in));
  }

  private static ZoneOffset offset(Input in) throws MalformedValueException {
    return ZoneOffset.ofTotalSeconds(in.getSignedInt());
  }
}
