#include "mockserver/destination.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

#include "core/url.hpp"

namespace rkmock::mockserver {

namespace {

bool is_loopback(const std::string& host) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (!error) {
    return address.is_loopback();
  }
  const std::string suffix = ".localhost";
  return host == "localhost" ||
         (host.size() > suffix.size() &&
          host.compare(host.size() - suffix.size(), suffix.size(), suffix) == 0);
}

}  // namespace

std::string refuse_destination(
    const std::string& url, const std::vector<std::string>& allowed_hosts
) {
  const auto parsed = parse_url(url);
  if (!parsed) {
    return "`" + url + "` is not an absolute URL like http://127.0.0.1:3000/webhooks/reservekit";
  }
  const bool allowed =
      std::find(allowed_hosts.begin(), allowed_hosts.end(), parsed->host) != allowed_hosts.end();
  if (allowed || is_loopback(parsed->host)) {
    return {};
  }
  return "`" + parsed->host +
         "` is not this machine: webhooks go to loopback unless the host is allowed by name; add "
         "--allow-host " +
         parsed->host;
}

}  // namespace rkmock::mockserver
