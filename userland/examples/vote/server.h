/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VOTE_SERVER_H
#define VOTE_SERVER_H

int server_main(int argc, char **argv);

#endif
