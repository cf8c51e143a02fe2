#include <stdio.h>

int main(void)
{
    FILE *state = fopen("/var/lib/keep/state", "w");

    if (!state || fputs("kept\n", state) < 0 || fclose(state)) {
        perror("/var/lib/keep/state");
        return 1;
    }
    puts("kept");
    return 0;
}
