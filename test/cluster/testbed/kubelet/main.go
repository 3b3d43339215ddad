// Command kubelet stands in for a node's kubelet as far as port-forwarding needs one: the API server sends it the streams of
// `kubectl port-forward`, and it connects each to the asked port on loopback, whatever the pod.
//
// Usage: kubelet ADDRESS:PORT
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/kubelet/pkg/cri/streaming/portforward"
)

const (
	idleTimeout     = time.Hour
	creationTimeout = 30 * time.Second
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: kubelet ADDRESS:PORT")
	}
	certificate, err := selfSigned()
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/portForward/{namespace}/{pod}", forward)
	server := &http.Server{
		Addr:    os.Args[1],
		Handler: mux,
		// streams are HTTP/1.1 upgrades
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"}},
	}
	log.Fatal(server.ListenAndServeTLS("", ""))
}

func forward(response http.ResponseWriter, request *http.Request) {
	options, err := portforward.NewV4Options(request)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	pod := request.PathValue("pod")
	portforward.ServePortForward(response, request, loopback{}, pod, "", options, idleTimeout, creationTimeout,
		portforward.SupportedProtocols)
}

// loopback forwards every pod's port to the same port of this machine.
type loopback struct{}

func (loopback) PortForward(ctx context.Context, _ string, _ types.UID, port int32, stream io.ReadWriteCloser) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))))
	if err != nil {
		return err
	}
	defer conn.Close()
	sent := make(chan error, 1)
	received := make(chan error, 1)
	go func() {
		_, err := io.Copy(conn, stream)
		conn.(*net.TCPConn).CloseWrite()
		sent <- err
	}()
	go func() {
		_, err := io.Copy(stream, conn)
		received <- err
	}()
	// an answer that has ended ends the stream; a request that has ended does not
	select {
	case err = <-received:
	case err = <-sent:
		if err == nil {
			err = <-received
		}
	}
	return err
}

// selfSigned makes a certificate for this run; the API server does not verify a kubelet's unless told to.
func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().AddDate(0, 0, 30),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
