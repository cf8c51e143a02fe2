#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    const char *answer = "HTTP/1.0 200 OK\r\n\r\ncompiled\n";
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(7000)};
    char request[4096];
    int on = 1, door = socket(AF_INET, SOCK_STREAM, 0);

    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 8))
        return 1;
    for (;;) {
        int caller = accept(door, 0, 0);
        if (read(caller, request, sizeof request) > 0)
            write(caller, answer, strlen(answer));
        close(caller);
    }
}
