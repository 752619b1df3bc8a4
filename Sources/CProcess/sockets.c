#include "CProcess.h"

#include <errno.h>
#include <string.h>

#ifdef __linux__
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void tell(const struct inet_diag_msg *socket, lastcall_socket_handler each, void *context) {
  struct lastcall_socket found = {
      .port = ntohs(socket->id.idiag_sport), .state = socket->idiag_state, .inode = socket->idiag_inode};
  if (socket->idiag_family == AF_INET) {
    found.address[10] = found.address[11] = 0xff;
    memcpy(found.address + 12, socket->id.idiag_src, 4);
  } else {
    memcpy(found.address, socket->id.idiag_src, 16);
  }
  each(&found, context);
}

enum { most_ports = 64, ops_each = 5 };

// A program for the kernel that takes the sockets of these local ports; returns its length in bytes.
//
// A jump counts from its own operation; one past the end by an operation refuses. source: inet_diag_bc_run of Linux
static unsigned short write_filter(struct inet_diag_bc_op *ops, const uint16_t *ports, int count) {
  const int size = sizeof *ops;
  int total = (count * ops_each - 1) * size;
  for (int index = 0; index < count; index++, ops += ops_each) {
    int next = ops_each * size;
    ops[0] = (struct inet_diag_bc_op){INET_DIAG_BC_S_GE, 2 * size, next};
    ops[1] = (struct inet_diag_bc_op){.no = ports[index]};
    ops[2] = (struct inet_diag_bc_op){INET_DIAG_BC_S_LE, 2 * size, next - 2 * size};
    ops[3] = (struct inet_diag_bc_op){.no = ports[index]};
    // The last one's end is that of all.
    if (index + 1 < count) {
      int end = total - (index * ops_each + 4) * size;
      ops[4] = (struct inet_diag_bc_op){INET_DIAG_BC_JMP, size, end};
    }
  }
  return (unsigned short)total;
}

// source: sock_diag(7) of Linux
static int sockets_of_family(int family, unsigned states, const uint16_t *ports, int count,
                             lastcall_socket_handler each, void *context) {
  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (netlink < 0) return -1;
  // The kernel answers at once; whatever it may be that does not, nobody waits for it.
  struct timeval limit = {.tv_sec = 1};
  setsockopt(netlink, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  struct {
    struct nlmsghdr head;
    struct inet_diag_req_v2 body;
    struct rtattr filter;
    struct inet_diag_bc_op ops[most_ports * ops_each];
  } request = {
      .head = {.nlmsg_len = offsetof(typeof(request), filter),
               .nlmsg_type = SOCK_DIAG_BY_FAMILY,
               .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body = {.sdiag_family = family, .sdiag_protocol = IPPROTO_TCP, .idiag_states = states},
  };
  if (count > 0 && count <= most_ports) {
    unsigned short length = write_filter(request.ops, ports, count);
    request.filter = (struct rtattr){.rta_len = RTA_LENGTH(length), .rta_type = INET_DIAG_REQ_BYTECODE};
    request.head.nlmsg_len += RTA_LENGTH(length);
  }
  int code = send(netlink, &request, request.head.nlmsg_len, 0) > 0 ? 0 : -1;
  while (code == 0) {
    // As much as the kernel puts into one answer.
    _Alignas(struct nlmsghdr) char bytes[32768];
    ssize_t received = recv(netlink, bytes, sizeof bytes, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) {
      if (received == 0) errno = EPROTO;
      code = -1;
      break;
    }
    int left = (int)received;
    for (struct nlmsghdr *head = (struct nlmsghdr *)bytes; NLMSG_OK(head, left); head = NLMSG_NEXT(head, left)) {
      if (head->nlmsg_type == NLMSG_DONE) {
        close(netlink);
        return 0;
      }
      if (head->nlmsg_type == NLMSG_ERROR) {
        errno = -((struct nlmsgerr *)NLMSG_DATA(head))->error;
        code = -1;
        break;
      }
      tell(NLMSG_DATA(head), each, context);
    }
  }
  int error = errno;
  close(netlink);
  errno = error;
  return code;
}

int lastcall_tcp_sockets(unsigned states, const uint16_t *ports, int count, lastcall_socket_handler each,
                         void *context) {
  if (sockets_of_family(AF_INET, states, ports, count, each, context) != 0) return -1;
  // A kernel without IPv6 has none of these.
  if (sockets_of_family(AF_INET6, states, ports, count, each, context) != 0 && errno != ENOENT) return -1;
  return 0;
}
#else
int lastcall_tcp_sockets(unsigned states, const uint16_t *ports, int count, lastcall_socket_handler each,
                         void *context) {
  (void)states, (void)ports, (void)count, (void)each, (void)context;
  errno = ENOSYS;
  return -1;
}
#endif
