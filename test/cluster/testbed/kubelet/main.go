// Command kubelet stands in for a node's kubelet towards the API server, which sends it the streams of `kubectl port-forward`
// and the question of `kubectl logs`. It connects a stream to the asked port of the pod, or on loopback where no FOLDER says
// where that is. FOLDER has a folder NAMESPACE/POD for each pod, with a file `address` and a file CONTAINER.log each.
//
// Usage: kubelet ADDRESS:PORT [FOLDER]
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
	"path/filepath"
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
	if len(os.Args) < 2 || len(os.Args) > 3 {
		log.Fatal("usage: kubelet ADDRESS:PORT [FOLDER]")
	}
	var folder pods
	if len(os.Args) == 3 {
		folder = pods(os.Args[2])
	}
	certificate, err := selfSigned()
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/portForward/{namespace}/{pod}", folder.forward)
	mux.HandleFunc("/containerLogs/{namespace}/{pod}/{container}", folder.logs)
	server := &http.Server{
		Addr:    os.Args[1],
		Handler: mux,
		// streams are HTTP/1.1 upgrades
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"}},
	}
	log.Fatal(server.ListenAndServeTLS("", ""))
}

// pods is the folder that tells of pods, or "".
type pods string

func (folder pods) path(request *http.Request, file string) string {
	return filepath.Join(string(folder), request.PathValue("namespace"), request.PathValue("pod"), file)
}

// logs serves what a container has written; `kubectl logs --follow` gets no more than that.
func (folder pods) logs(response http.ResponseWriter, request *http.Request) {
	http.ServeFile(response, request, folder.path(request, request.PathValue("container")+".log"))
}

func (folder pods) forward(response http.ResponseWriter, request *http.Request) {
	options, err := portforward.NewV4Options(request)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	address := []byte("127.0.0.1")
	if folder != "" {
		if address, err = os.ReadFile(folder.path(request, "address")); err != nil {
			http.Error(response, err.Error(), http.StatusNotFound)
			return
		}
	}
	pod := request.PathValue("pod")
	portforward.ServePortForward(response, request, host(address), pod, "", options, idleTimeout, creationTimeout,
		portforward.SupportedProtocols)
}

// host forwards a pod's port to the same port of an address.
type host string

func (address host) PortForward(ctx context.Context, _ string, _ types.UID, port int32, stream io.ReadWriteCloser) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(string(address), strconv.Itoa(int(port))))
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
