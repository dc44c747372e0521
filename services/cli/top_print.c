/* See top_print.h. */
#include "services/cli/top_print.h"

#include "services/cli/show.h"

static const char *store_word(int flag)
{
    return flag < 0 ? "-" : flag ? "up" : "DOWN";
}

static void print_service(FILE *out, const char *name, const struct top_service *service)
{
    char lag[SHOW_SPAN_BYTES];

    show_span((int64_t)(service->lag_seconds * 1000), lag);
    fprintf(
        out,
        "%-11s %-6s %11.0f %9.0f %8.0f %8.0f %8s %6.0f %7.0f %10.0f %9s %6s  %s\n",
        name,
        !service->up     ? "down"
        : service->ready ? "ready"
                         : "waits",
        service->seq,
        service->rate,
        service->waiting,
        service->lag,
        lag,
        service->dead,
        service->parked,
        service->imbalance,
        store_word(service->up ? service->postgres : -1),
        store_word(service->up ? service->redis : -1),
        service->broken_seq > 0 ? "BROKEN"
        : service->up           ? "whole"
                                : "-"
    );
}

static void print_queues(FILE *out, const struct top_turn *turn)
{
    char age[SHOW_SPAN_BYTES];
    double waiting = 0;

    fputs(
        "\nqueue               waiting   oldest      arrived    in/min         done  "
        "done/min\n",
        out
    );
    for (size_t i = 0; i < turn->queue_count; i++) {
        const struct top_queue *queue = &turn->queue[i];
        waiting += queue->waiting;
        show_span((int64_t)(queue->oldest_seconds * 1000), age);
        fprintf(
            out,
            "%-18s %8.0f %8s %12.0f %9.1f %12.0f %9.1f\n",
            queue->name,
            queue->waiting,
            age,
            queue->arrived,
            queue->arrived_a_minute,
            queue->completed,
            queue->completed_a_minute
        );
    }
    if (waiting <= 0)
        fputs("nothing waits / 没有待领取的工单\n", out);
}

void top_print(FILE *out, const struct top_turn *turn)
{
    fputs(
        "service     state       events  events/s  waiting      lag   behind   dead  parked  "
        "imbalance  postgres  redis  chain\n",
        out
    );
    for (size_t i = 0; i < CLIENT_SERVICES; i++)
        print_service(out, client_services[i], &turn->service[i]);
    print_queues(out, turn);
    fputs("\nclocks 时钟:", out);
    for (size_t i = 0; i < turn->state_count; i++)
        fprintf(out, " %s %.0f,", turn->state[i].name, turn->state[i].clocks);
    fprintf(out, " missed %.0f, different %.0f\n", turn->breaches, turn->clocks_different);
    fprintf(
        out,
        "stores 存储: replicas %.0f, slots unused %.0f, log kept %.0f MiB, queues differ by "
        "%.0f\n",
        turn->replicas,
        turn->slots_unused,
        turn->wal_kept_bytes / (1024 * 1024),
        turn->queue_difference
    );
}

static const char *json_flag(int flag)
{
    return flag < 0 ? "null" : flag ? "true" : "false";
}

static void print_service_json(FILE *out, const char *name, const struct top_service *service)
{
    fprintf(
        out,
        "{\"service\":\"%s\",\"up\":%s,\"ready\":%s,\"events\":%.0f,\"events_per_second\":%.1f,"
        "\"waiting\":%.0f,\"lag\":%.0f,\"lag_seconds\":%.3f,\"dead\":%.0f,\"parked\":%.0f,"
        "\"imbalance\":%.0f,\"postgres\":%s,\"redis\":%s,\"projection\":%s,\"chain_broken_"
        "seq\":%.0f}\n",
        name,
        json_flag(service->up),
        json_flag(service->ready),
        service->seq,
        service->rate,
        service->waiting,
        service->lag,
        service->lag_seconds,
        service->dead,
        service->parked,
        service->imbalance,
        json_flag(service->up ? service->postgres : -1),
        json_flag(service->up ? service->redis : -1),
        json_flag(service->up ? service->projection : -1),
        service->broken_seq
    );
}

void top_print_json(FILE *out, const struct top_turn *turn)
{
    for (size_t i = 0; i < CLIENT_SERVICES; i++)
        print_service_json(out, client_services[i], &turn->service[i]);
    fputs("{\"queues\":[", out);
    for (size_t i = 0; i < turn->queue_count; i++) {
        const struct top_queue *queue = &turn->queue[i];
        fprintf(
            out,
            "%s{\"queue\":\"%s\",\"waiting\":%.0f,\"oldest_seconds\":%.3f,\"arrived\":%.0f,"
            "\"arrived_per_minute\":%.1f,\"completed\":%.0f,\"completed_per_minute\":%.1f}",
            i ? "," : "",
            queue->name,
            queue->waiting,
            queue->oldest_seconds,
            queue->arrived,
            queue->arrived_a_minute,
            queue->completed,
            queue->completed_a_minute
        );
    }
    fputs("]}\n{\"clocks\":{", out);
    for (size_t i = 0; i < turn->state_count; i++)
        fprintf(out, "%s\"%s\":%.0f", i ? "," : "", turn->state[i].name, turn->state[i].clocks);
    fprintf(
        out,
        "},\"missed\":%.0f,\"different\":%.0f}\n",
        turn->breaches,
        turn->clocks_different
    );
    fprintf(
        out,
        "{\"stores\":{\"replicas\":%.0f,\"slots_unused\":%.0f,\"wal_kept_bytes\":%.0f,"
        "\"queue_difference\":%.0f}}\n",
        turn->replicas,
        turn->slots_unused,
        turn->wal_kept_bytes,
        turn->queue_difference
    );
}
